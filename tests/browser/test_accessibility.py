"""axe-core over the pages, in both schemes and at three widths, with every section open."""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib import resources
from pathlib import Path

import pytest

from .conftest import Visit, missing
from .pages import CLASS, file_of

ROOT = Path(__file__).parents[2]
WIDTHS = (320, 768, 1440)
COLOURS = ("color-contrast", "link-in-text-block")
# The rules on colours take nearly all the time: some milliseconds for each element. Where "two" is
# said, they look at two places of each kind: of the same letters in the same colours, on the same
# grounds all the way up.
TWO_OF_EACH = """() => {
    const found = new Map();
    const told = (s, ...names) => names.map(name => s[name]).join();
    for (const e of document.body.querySelectorAll('*')) {
        if (![...e.childNodes].some(n => n.nodeType === 3 && n.data.trim())) continue;
        const own = getComputedStyle(e), kind = [
            e.localName === 'a',
            told(own, 'color', 'fontSize', 'fontWeight', 'textShadow', 'textDecorationLine'),
            getComputedStyle(e.parentNode).color,
            ...['::before', '::after'].map(p => getComputedStyle(e, p).content !== 'none'),
        ];
        for (let at = e; at !== document.documentElement; at = at.parentNode) {
            const ground = told(getComputedStyle(at),
                'backgroundColor', 'backgroundImage', 'opacity', 'position');
            if (ground !== kind.at(-1)) kind.push(ground);
        }
        const same = found.get(kind.join()) || [];
        found.set(kind.join(), [...same, e].slice(0, 2));
    }
    return [...found.values()].flat();
}"""

CONTRASTS = r"""() => {
    const parse = text => [...text.matchAll(/(rgb|color)\(([^)]*)\)/g)].map(found => {
        const list = found[2].match(/-?[\d.]+(?:e-?\d+)?/g).map(Number).slice(0, 3);
        return found[1] === 'rgb' ? list.map(x => x / 255) : list;
    });
    const light = c => c.map(x => x <= .04045 ? x / 12.92 : ((x + .055) / 1.055) ** 2.4)
        .reduce((sum, x, i) => sum + x * [.2126, .7152, .0722][i], 0);
    const contrast = (a, b) => (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
    return [...document.querySelectorAll('[class^=r-]')].flatMap(cell => {
        const style = getComputedStyle(cell);
        const ink = light(parse(style.color)[0]);
        return parse(style.backgroundImage + ' ' + style.backgroundColor)
            .map(behind => contrast(light(behind), ink));
    });
}"""


@pytest.fixture(scope="module")
def axe() -> str:
    try:
        folder = resources.files("axe_playwright_python")
    except ImportError:
        missing("axe is not installed (pip install -c constraints.txt -e '.[browser]')")
    return (folder / "axe.min.js").read_text(encoding="utf-8")


def violations(visit: Visit, axe: str, *, colours: str = "all", only: bool = False) -> list[str]:
    """Run every default rule, those of best practice too; say what it finds, and where.

    The rules on ``colours`` look at "all" places, at "two" of each kind or at none; ``only``
    leaves out the other rules.
    """
    if not visit.eval("'axe' in window"):
        visit.eval(axe)
    options = {"resultTypes": ["violations"], "reporter": "no-passes", "preload": False}
    runs: list[tuple[str, dict[str, object]]] = []
    if colours:
        places = "document" if colours == "all" else f"{{include: ({TWO_OF_EACH})()}}"
        runs.append((places, {"runOnly": COLOURS}))
    if not only:
        runs.append(("document", {"rules": {rule: {"enabled": False} for rule in COLOURS}}))
    return [
        f"{rule['id']}: {node['target']} {node['html'][:200]}"
        for where, more in runs
        for rule in visit.eval(f"o => axe.run({where}, o)", {**options, **more})["violations"]
        for node in rule["nodes"]
    ]


def everywhere(visit: Visit, axe: str, *colours: str | None) -> dict[tuple[int, str], list[str]]:
    """Look at a page at all widths and in both schemes, with every section open.

    ``colours``, one for each width, are those of :func:`violations`; None leaves a width out, at
    which no rule of the style is another than at the narrowest. Other rules do not depend on the
    scheme, and are looked at in one.
    """
    visit.open_all()
    wrong = {}
    for width, places in zip(WIDTHS, colours, strict=True):
        if places is None:
            continue
        visit.page.set_viewport_size({"width": width, "height": 900})
        for scheme in ("light", "dark"):
            visit.page.emulate_media(color_scheme=scheme)
            found = violations(visit, axe, colours=places, only=scheme == "dark")
            wrong |= {(width, scheme): found} if found else {}
    return wrong


@pytest.mark.parametrize(
    ("name", "colours"),
    [
        # No colour depends on the width (below): at the narrowest one page is enough.
        ("one", ("two", "", "all")),
        *((f"{page}-port", ("", None, "two")) for page in CLASS),
        *(
            (name, ("", "", "two"))
            for name in ("seed", "draft", "edit-port", "two", "crowded", "hostile", "edit-hostile")
        ),
        ("foreign", ("", "", "")),
    ],
)
def test_axe_finds_nothing_with_every_section_open(
    visit: Callable[..., Visit],
    axe: str,
    tmp_path: Path,
    name: str,
    colours: tuple[str | None, ...],
) -> None:
    assert everywhere(visit(file_of(name, tmp_path)), axe, *colours) == {}


def test_a_planted_mistake_is_found(visit: Callable[..., Visit], axe: str, tmp_path: Path) -> None:
    found = visit(file_of("one", tmp_path))
    found.eval("""() => {
        // The last of many cells that look alike.
        [...document.querySelectorAll('td')].findLast(e => e.firstChild?.nodeType === 3
            && e.firstChild.data.trim()).style.color = '#eee';
        document.querySelector('nav').removeAttribute('aria-label');
        document.querySelector('main').append(document.createElement('button'));
    }""")

    rules = {line.split(":")[0] for line in violations(found, axe)}
    assert rules == {"color-contrast", "button-name"}
    some = violations(found, axe, colours="two", only=True)
    assert [line.split(":")[0] for line in some] == ["color-contrast"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_ratings_are_legible_on_every_colour_of_their_pattern(
    visit: Callable[..., Visit], tmp_path: Path, scheme: str
) -> None:
    # A pattern is beyond axe, which lists such cells as not judged.
    found = visit(file_of("port", tmp_path), scheme=scheme)
    contrasts = found.eval(CONTRASTS)

    assert len(contrasts) > 20
    assert min(contrasts) >= 4.5


def test_rules_for_a_width_set_colours_of_what_one_page_has_alone(tmp_path: Path) -> None:
    """So colours are looked at on narrow screens on that page alone."""
    styles = [path.read_text("utf-8") for path in (ROOT / "narratives").rglob("*.css")]
    rules = [rule for css in styles for rule in rules_for_widths(css)]
    assert len(rules) > 5
    colours = re.findall(r"([^{}]*)\{[^}]*(?:color|background|opacity)[^;}]*", "\n".join(rules))
    assert {of.split()[0] for of in colours} == {".wide"}
    assert re.search('class="[^"]*\\bwide\\b', file_of("one", tmp_path).read_text("utf-8"))
    assert rules_for_widths("a{}@media (max-width:9rem){b{color:red}}c{}") == ["b{color:red}"]


def rules_for_widths(css: str) -> list[str]:
    """Return what stands in the braces of each @media that asks for a width."""
    found = []
    for media in re.finditer(r"@media[^{]*width[^{]*\{", css):
        depth, end = 1, media.end()
        while depth:
            depth += {"{": 1, "}": -1}.get(css[end], 0)
            end += 1
        found.append(css[media.end() : end - 1])
    return found


def test_lessons_and_exported_notebooks_are_laid_out_at_768_pixels_as_at_320() -> None:
    """So they are not looked at there."""
    rooms = [ROOT / "narratives" / room for room in ("classroom", "export")]
    styles = [path.read_text("utf-8") for room in rooms for path in room.rglob("*.css")]
    widths = [int(w) for css in styles for w in re.findall(r"@media[^{]*-width:(\d+)rem", css)]
    assert len(widths) > 1
    assert min(widths) * 16 > 768
