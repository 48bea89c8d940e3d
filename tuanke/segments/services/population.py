"""Set mode over the fact store: who a rule holds for, of everybody at once."""

import threading
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, cast

import ibis
import pyarrow as pa

from tuanke.facts.services.store import FactStore, as_table, open_store
from tuanke.kit.rules import Attribute, Member, Node, RuleValues
from tuanke.kit.rules.nodes import leaves
from tuanke.segments.domain.expression import Tables, column_of, evaluate, members
from tuanke.segments.selectors.compiling import asked_at
from tuanke.segments.selectors.references import customers_in
from tuanke.segments.selectors.vocabulary import events, sources_of
from tuanke.segments.services import attribute_rows

IDS = pa.schema({"customer_id": pa.int64()})
_kept = threading.local()


def open_population() -> "Population":
    """One per thread, as long as the store holds the same files; what is in them is read at every question."""
    store = open_store()
    files = store.files()
    if getattr(_kept, "files", None) != files:
        _kept.population, _kept.files = Population(store), files
    return cast("Population", _kept.population)


class Population:
    """Everybody, as the fact store has them; one DuckDB for any number of questions."""

    def __init__(self, store: FactStore) -> None:
        self._engine = ibis.duckdb.connect()
        rows, self._values = attribute_rows.stored(store, self._engine)
        active = store.read(self._engine, "customers")
        self._customers = rows.semi_join(active, "customer_id")
        self._facts = {table: store.read(self._engine, table) for table in _fact_tables()}

    def ids(self, node: Node, *, at: datetime) -> pa.Table:
        """`customer_id` of those the rule holds for."""
        return self._run(self._members(node, at)).cast(IDS)

    def marked(self, node: Node, marks: Mapping[str, Node], *, at: datetime) -> pa.Table:
        """`customer_id` of those the rule holds for, with a boolean per further rule."""
        nodes = {"is_member": node, **marks}
        answered = evaluate(nodes, self._tables(nodes.values()), events(), asked_at(at))
        return self._run(answered.filter(answered.is_member).drop("is_member"))

    def answers(self, nodes: Mapping[str, Node], *, at: datetime) -> pa.Table:
        """`customer_id` and a boolean per rule, of everybody."""
        tables = self._tables(nodes.values())
        return self._run(evaluate(nodes, tables, events(), asked_at(at)))

    def count(self, node: Node, *, at: datetime) -> int:
        found = self._members(node, at)
        return int(self._run(found.aggregate(n=found.count()))["n"][0].as_py())

    def values_of_attribute(self, name: str, most: int) -> list[str]:
        """The commonest among the customers, the commonest first."""
        return self._commonest(self._customers, column_of(name), most)

    def values_of_event(self, name: str, field: str, most: int) -> list[str]:
        """The commonest in what happened."""
        event = events()[name]
        return self._commonest(self._facts[event.table], event.fields[field].column, most)

    def _commonest(self, table: ibis.Table, column: str, most: int) -> list[str]:
        known = table.filter(table[column].notnull(), table[column] != "")
        counted = known.group_by(value=table[column]).aggregate(n=ibis._.count())
        found = self._run(counted.order_by(ibis.desc("n"), "value").limit(most))
        return [str(value) for value in found["value"].to_pylist()]

    def _members(self, node: Node, at: datetime) -> ibis.Table:
        return members(node, self._tables([node]), events(), asked_at(at))

    def _tables(self, nodes: Collection[Node]) -> Tables:
        asked = dict.fromkeys(leaf for node in nodes for leaf in leaves(node) if isinstance(leaf, Member))
        inside = {
            member: as_table(self._engine, f"inside_{number}", _ids_in(member))
            for number, member in enumerate(asked)
        }
        return Tables(self._customers, self._facts, inside, self._values, _in_rows(nodes))

    def _run(self, expression: ibis.Table) -> Any:
        return self._engine.con.sql(self._engine.compile(expression)).to_arrow_table()


def _ids_in(member: Member) -> pa.Table:
    ids = list(customers_in(member).values_list("customer_id", flat=True))
    return pa.table({"customer_id": pa.array(ids, pa.int64())})


def _in_rows(nodes: Collection[Node]) -> dict[str, Attribute]:
    sources = sources_of(*nodes).items()
    return {name: source.attribute for name, source in sources if isinstance(source.path, RuleValues)}


def _fact_tables() -> list[str]:
    return sorted({event.table for event in events().values()})
