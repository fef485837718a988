"""axe-core over the pages, in both schemes and at three widths, with every section open."""

from __future__ import annotations

from collections.abc import Callable
from importlib import resources
from pathlib import Path

import pytest

from .conftest import Visit, missing
from .pages import file_of

WIDTHS = (320, 768, 1440)
COLOURS = ("color-contrast", "link-in-text-block")


CONTRASTS = r"""() => {
    const parse = text => [...text.matchAll(/(rgb|color)\(([^)]*)\)/g)].map(found => {
        const list = found[2].match(/-?[\d.]+(?:e-?\d+)?/g).map(Number).slice(0, 3);
        return found[1] === 'rgb' ? list.map(x => x / 255) : list;
    });
    const light = c => c.map(x => x <= .04045 ? x / 12.92 : ((x + .055) / 1.055) ** 2.4)
        .reduce((sum, x, i) => sum + x * [.2126, .7152, .0722][i], 0);
    const contrast = (a, b) => (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
    return [...document.querySelectorAll('.r')].flatMap(cell => {
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


def violations(visit: Visit, axe: str, rules: dict[str, object] | None = None) -> list[str]:
    """Run every default rule, those of best practice too; say what it finds, and where."""
    visit.eval(axe)
    found = visit.eval(
        "options => axe.run(document, options)",
        {
            "resultTypes": ["violations"],
            "reporter": "no-passes",
            "preload": False,
            "rules": rules or {},
        },
    )
    return [
        f"{rule['id']}: {node['target']} {node['html'][:200]}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["seed", "draft", "one", "two", "crowded"])
def test_axe_finds_nothing_with_every_section_open(
    visit: Callable[..., Visit], axe: str, tmp_path: Path, name: str, scheme: str
) -> None:
    found = visit(file_of(name, tmp_path), scheme=scheme)
    found.open_all()
    wrong = {}
    for width in WIDTHS:
        found.page.set_viewport_size({"width": width, "height": 900})
        # Up to 960 pixels the style is one, and on long pages two rules take all the time.
        colours = width == 1440 or (width == 320 and name not in ("seed", "crowded"))
        wrong[width] = violations(found, axe, {rule: {"enabled": colours} for rule in COLOURS})

    assert wrong == {width: [] for width in WIDTHS}


def test_a_planted_mistake_is_found(visit: Callable[..., Visit], axe: str, tmp_path: Path) -> None:
    found = visit(file_of("one", tmp_path))
    found.eval("""() => {
        document.querySelector('h1').style.color = '#eee';
        document.querySelector('nav').removeAttribute('aria-label');
        document.querySelector('main').append(document.createElement('button'));
    }""")

    rules = {line.split(":")[0] for line in violations(found, axe)}
    assert rules == {"color-contrast", "button-name"}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_ratings_are_legible_on_every_colour_of_their_pattern(
    visit: Callable[..., Visit], tmp_path: Path, scheme: str
) -> None:
    # A pattern is beyond axe, which lists such cells as not judged.
    found = visit(file_of("port", tmp_path), scheme=scheme)
    contrasts = found.eval(CONTRASTS)

    assert len(contrasts) > 20
    assert min(contrasts) >= 4.5
