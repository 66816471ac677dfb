"""The comparison of two versions of the knowledge in words: for a terminal, and as a comment on a pull request."""

from collections.abc import Iterator, Sequence

from advisor.analysis.differing import Changes, Difference, Moved, Shown
from advisor.i18n import Language, say
from advisor.knowledge.answers import Answer, write_answer
from advisor.knowledge.model import KnowledgeBase
from advisor.untrusted import printable


def written(
    found: Difference,
    old: KnowledgeBase,
    new: KnowledgeBase,
    names: tuple[str, str | None],
    language: Language,
    *,
    markdown: bool,
) -> str:
    """The whole comparison."""
    return "\n".join(_Words(found, old, new, language, markdown=markdown).lines(names)) + "\n"


class _Words:
    """One comparison in one language and form."""

    def __init__(
        self, found: Difference, old: KnowledgeBase, new: KnowledgeBase, language: Language, *, markdown: bool
    ) -> None:
        self.found = found
        self.old = old
        self.new = new
        self.language = language
        self.markdown = markdown

    def say(self, key: str, **slots: object) -> str:
        return say(f"diff.{key}", self.language, **slots)

    def name(self, word: str) -> str:
        """An id or what somebody typed; code in Markdown, so that nothing in it is markup."""
        plain = printable(word)
        if not self.markdown:
            return plain
        fenced = f"`` {plain} ``" if "`" in plain else f"`{plain}`"
        return fenced.replace("|", "\\|")

    def heading(self, key: str, **slots: object) -> Iterator[str]:
        words = self.say(key, **slots)
        yield from ("", f"### {words}" if self.markdown else words, *([""] if self.markdown else []))

    def item(self, words: str) -> str:
        return f"- {words}" if self.markdown else f"  {words}"

    def lines(self, names: tuple[str, str | None]) -> Iterator[str]:
        before = self.name(names[0])
        title = self.say("title", old=before, new=self.name(names[1]) if names[1] else self.say("here"))
        yield f"## {title}" if self.markdown else title
        yield from self.summary()
        yield from self.changed(self.found.changes)
        for kind, moved in (
            ("cases", self.found.cases),
            ("examples", self.found.examples),
            ("profiles", self.found.profiles),
        ):
            if moved:
                yield from self.heading(kind)
                yield from self.moves(moved)
        yield from self.kinds()

    # parts

    def summary(self) -> Iterator[str]:
        sampled, compared = self.found.sampled, self.found.compared
        rows = [
            (self.say("cases"), len(self.found.cases), compared["cases"]),
            (self.say("examples"), len(self.found.examples), compared["examples"]),
            *([(self.say("profiles"), len(self.found.profiles), compared["profiles"])] if compared["profiles"] else []),
            (self.say("sample_openness"), sampled.openness, sampled.size),
            (self.say("sample_strategy"), sampled.strategy, sampled.size),
            (self.say("sample_close_call"), sampled.close_call, sampled.size),
            (self.say("sample_ruled_out"), sampled.ruled_out, sampled.size),
        ]
        yield ""
        if self.markdown:
            yield f"| {self.say('what')} | {self.say('differ')} | {self.say('of')} | |"
            yield "|---|---:|---:|---:|"
        for words, count, of in rows:
            share = f"{100 * count / of:.2f} %" if of else "-"
            if self.markdown:
                yield f"| {words} | {count} | {of} | {share} |"
            else:
                yield "  " + self.say("share", what=words, count=count, of=of, share=share)

    def changed(self, made: Changes) -> Iterator[str]:
        yield from self.heading("changes")
        told = False
        for key, names in (("added", made.added), ("removed", made.removed), ("reworded", made.reworded)):
            if names:
                told = True
                yield self.item(self.say(key, rules=", ".join(map(self.name, names))))
        for rule, parts in made.changed.items():
            told = True
            yield self.item(self.say("changed", rule=self.name(rule), parts=[self.say(f"part_{p}") for p in parts]))
        for key, names in made.facts.items():
            if names:
                told = True
                yield self.item(self.say(f"facts_{key}", facts=", ".join(map(self.name, names))))
        for name, (before, after) in made.settings.items():
            told = True
            yield self.item(f"{self.name(name)}: {before} → {after}")
        if not told:
            yield self.item(self.say("nothing"))

    def moves(self, moved: Sequence[Moved]) -> Iterator[str]:
        if self.markdown:
            yield f"| | {self.say('before')} | {self.say('after')} |"
            yield "|---|---|---|"
        for one in moved:
            before, after = (self.word(each) for each in (one.before, one.after))
            if self.markdown:
                yield f"| {self.name(one.name)} | {before} | {after} |"
            else:
                yield f"  {printable(one.name)}: {before} → {after}"

    def word(self, told: str) -> str:
        return self.say(told) if told in {"fires", "silent", "none"} else self.name(told)

    def kinds(self) -> Iterator[str]:
        sampled = self.found.sampled
        if not sampled.kinds:
            return
        yield from self.heading("kinds", count=len(sampled.kinds))
        for one in sampled.kinds:
            before, after = (self.strategy(name) for name in (one.before, one.after))
            share = f"{100 * one.count / sampled.size:.2f} %"
            yield self.item(self.say("kind", before=before, after=after, count=one.count, share=share))
            yield from (f"  {self.item(words)}" for words in self.shown(one))
        if sampled.more:
            yield self.item(self.say("more", count=sampled.more))

    def shown(self, one: Shown) -> Iterator[str]:
        answers = "; ".join(f"{name}: {_answer(answer)}" for name, answer in one.answers.items()) or "-"
        yield self.say("profile", answers=self.name(answers))
        if one.priorities:
            rated = "; ".join(f"{name}: {word}" for name, word in one.priorities.items())
            yield self.say("priorities", priorities=self.name(rated))
        if one.rules:
            yield self.say("alone" if one.alone else "together", rules=", ".join(map(self.name, one.rules)))
        else:
            yield self.say("settings_alone")
        if not one.confirmed:
            yield self.say("not_confirmed")

    def strategy(self, name: str | None) -> str:
        if name is None:
            return self.say("none")
        for knowledge in (self.new, self.old):
            if name in knowledge.strategies:
                return str(knowledge.strategies[name].name[self.language])
        return name


def _answer(answer: Answer) -> str:
    plain = write_answer(answer)
    if isinstance(plain, bool):
        return "yes" if plain else "no"
    return f"[{', '.join(plain)}]" if isinstance(plain, list) else str(plain)
