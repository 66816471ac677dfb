#!/usr/bin/env bash
# The pages and pictures in this folder, made anew from the examples beside it:
#   examples/reports/make.sh [--pages] [FOLDER]
# --pages leaves the pictures as they are; a FOLDER takes the place of this one. The pages need advisor alone (or what
# ADVISOR names); the pictures and the PDF need Chromium, and fonts for Chinese (fonts-noto-cjk on Debian).
set -euo pipefail
pages_only=
[ "${1:-}" != --pages ] || { pages_only=yes; shift; }
target=$(realpath "${1:-$(dirname "$0")}")
cd "$(dirname "$0")"
day=2026-11-25
advisor=${ADVISOR:-advisor}

$advisor recommend ../regional-hospital.yaml --format html --bilingual --as-of "$day" -o "$target/regional-hospital.html"
$advisor recommend ../regional-hospital.yaml --format markdown --as-of "$day" -o "$target/regional-hospital.md"
$advisor recommend ../insurer-four-workloads.yaml --format html --lang zh --as-of "$day" \
  -o "$target/insurer-four-workloads.zh.html"
[ -z "$pages_only" ] || exit 0

chromium=${ADVISOR_CHROMIUM:-$(command -v chromium || command -v google-chrome || true)}
[ -n "$chromium" ] || { echo "no Chromium here: the pages are made, the pictures are not" >&2; exit 0; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
browse() {
  "$chromium" --headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking \
    --disable-component-update --disable-sync --hide-scrollbars --user-data-dir="$work/profile" "$@" 2>/dev/null
}
$advisor recommend ../regional-hospital.yaml --format html --as-of "$day" -o "$work/en.html"
$advisor batch ../*.yaml ../thirty-organisations.csv --as-of "$day" -o "$work/portfolio.html" 2>/dev/null
browse --screenshot="$target/report-en.png" --window-size=1200,1500 "file://$work/en.html"
browse --screenshot="$target/report-zh.png" --window-size=1200,1500 "file://$target/insurer-four-workloads.zh.html"
browse --screenshot="$target/portfolio.png" --window-size=1200,1500 "file://$work/portfolio.html"
# Fewer colours make the pictures a third as large; nothing is lost in them that a reader would miss.
if command -v convert >/dev/null; then
  for picture in report-en report-zh portfolio; do
    convert "$target/$picture.png" -strip -colors 96 "PNG8:$work/small.png" && cp "$work/small.png" "$target/$picture.png"
  done
fi
browse --no-pdf-header-footer --print-to-pdf="$work/report.pdf" "file://$work/en.html"
ls -l "$work/report.pdf" >&2
