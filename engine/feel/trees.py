"""Reading a syntax tree: its children, its place in the text, its names and its literals."""

from collections.abc import Callable
from typing import Final

from lark import Token, Tree

from engine.feel.literals import number_of, text_of, value_at
from engine.feel.refusals import Position

Node = Tree[Token]


def is_token(child: object) -> bool:
    """Tell whether a child is a token."""
    return isinstance(child, Token)


def tree_of(child: Node | Token) -> Node:
    """Take a child for the tree it must be."""
    if isinstance(child, Token):
        raise TypeError(f"a tree was expected, not {child!r}")
    return child


def sub(node: Node, index: int) -> Node:
    """Give one child, a tree."""
    return tree_of(node.children[index])


def subs(node: Node) -> list[Node]:
    """Give the children that are trees."""
    return [child for child in node.children if isinstance(child, Tree)]


def place_of(node: Node) -> Position:
    """Give the place of a tree in the text."""
    return Position(node.meta.line, node.meta.column)


def name_of(child: Node | Token) -> str:
    """Read a name, written plainly, in backticks or (as a key) in quotes."""
    text = str(child)
    if text.startswith('"'):
        return text_of(child)
    return text.strip("`")


def chain_of(node: Node) -> list[str] | None:
    """Give the names of `a.b.c`; None if it does not begin with a name."""
    names: list[str] = []
    while node.data == "path":
        names.append(name_of(node.children[1]))
        node = sub(node, 0)
    if node.data != "variable":
        return None
    return [name_of(node.children[0]), *reversed(names)]


def literal_of(node: Node) -> object:
    """Read the value that is written out."""
    return LITERALS[node.data](node)


def index_of(node: Node) -> int | None:
    """Read a position that is written as a number."""
    sign = 1
    if node.data == "negate":
        sign, node = -1, sub(node, 1)
    value = literal_of(node) if node.data == "number" else None
    return sign * value if isinstance(value, int) else None


LITERALS: Final[dict[str, Callable[[Node], object]]] = {
    "number": lambda node: number_of(node.children[0], place_of(node)),
    "string": lambda node: text_of(node.children[0]),
    "at_string": lambda node: value_at(str(node.children[0]), place_of(node)),
    "true": lambda _node: True,
    "false": lambda _node: False,
    "null": lambda _node: None,
}
