#!/usr/bin/env bash
# The pages and pictures in this folder, made anew from the examples beside it: `examples/reports/make.sh`.
# The pages need advisor alone; the pictures and the PDF need Chromium, and fonts for Chinese (fonts-noto-cjk on Debian).
set -euo pipefail
cd "$(dirname "$0")"
day=${1:-2026-11-25}
advisor=${ADVISOR:-advisor}

$advisor recommend ../regional-hospital.yaml --format html --bilingual --as-of "$day" -o regional-hospital.html
$advisor recommend ../regional-hospital.yaml --format markdown --as-of "$day" -o regional-hospital.md
$advisor recommend ../insurer-four-workloads.yaml --format html --lang zh --as-of "$day" -o insurer-four-workloads.zh.html

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
browse --screenshot="$PWD/report-en.png" --window-size=1200,1500 "file://$work/en.html"
browse --screenshot="$PWD/report-zh.png" --window-size=1200,1500 "file://$PWD/insurer-four-workloads.zh.html"
browse --screenshot="$PWD/portfolio.png" --window-size=1200,1500 "file://$work/portfolio.html"
browse --no-pdf-header-footer --print-to-pdf="$work/report.pdf" "file://$work/en.html"
ls -l "$work/report.pdf" >&2
