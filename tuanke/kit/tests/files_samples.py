"""Small synthetic files that the reader tests share."""

import csv
import gzip
import io
import struct
from pathlib import Path

import pyarrow as pa
import xlsxwriter

from tuanke.kit.files.orders import OrderFile

YOUZAN_60 = [
    "订单号",
    "销售渠道",
    "归属店铺",
    "订单类型",
    "订单状态",
    "推广方式",
    "订单来源",
    "订单创建时间",
    "买家付款时间",
    "交易成功时间",
    "付款方式",
    "支付流水号",
    "商品金额合计",
    "运费",
    "店铺优惠合计",
    "应收订单金额",
    "订单实付金额",
    "支付优惠合计",
    "订单实收金额",
    "订单抵用积分数",
    "店铺优惠方式",
    "支付优惠方式",
    "全部商品名称",
    "商品种类数",
    "订单配送方式",
    "同城送达时间/提货时间",
    "收货人省份",
    "收货人城市",
    "收货人地区",
    "详细收货地址/提货地址",
    "收货人/提货人",
    "收货人手机号/提货人手机号",
    "买家备注",
    "订单星级",
    "买家昵称",
    "买家是否会员",
    "买家手机号",
    "下单网点",
    "收银员",
    "分销员",
    "销售导购",
    "专属导购",
    "订单退款状态",
    "订单已退款金额",
    "商家订单备注",
    "桌号",
    "挂账主体",
    "挂账手机号",
    "团长订单",
    "订单风险标签",
    "分销员",
    "分销员手机号",
    "分销员所属店铺",
    "分销员所属团队",
    "分销员所属分组",
    "分销员等级",
    "订单佣金类型",
    "订单佣金金额",
    "订单下级卖货提成类型",
    "订单下级卖货提成金额",
]

ORDERS = [
    ["订单编号", "客户编号", "下单时间", "实付金额"],
    ["D1", "C1", "2026-01-31 08:06:59", "12.50"],
    ["D2", "C2", "2026-02-01 09:00:00", "7"],
]


def write(path: Path, content: str | bytes, encoding: str = "utf-8") -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


def as_csv(rows: list[list[str]], delimiter: str = ",") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue()


def write_csv(path: Path, rows: list[list[str]], encoding: str = "utf-8", delimiter: str = ",") -> Path:
    return write(path, as_csv(rows, delimiter), encoding)


def write_gz(path: Path, content: bytes) -> Path:
    return write(path, gzip.compress(content))


def write_xlsx(path: Path, sheets: dict[str, list[list[object]]]) -> Path:
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd hh:mm:ss"}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for index, row in enumerate(rows):
                sheet.write_row(index, 0, row)
    return path


def write_xls(path: Path, rows: list[list[str | float]]) -> Path:
    """A workbook in the old binary format: one stream of BIFF8 records in a compound file."""
    cells = b"".join(_xls_cell(r, c, value) for r, row in enumerate(rows) for c, value in enumerate(row))
    start = _record(0x0809, struct.pack("<HHHHII", 0x0600, 5, 0, 0, 0, 0))
    name = _record(0x0085, struct.pack("<IHBB", len(start) + 14 + 4, 0, 2, 0) + b"ss")
    end = _record(0x000A, b"")
    sheet = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x10, 0, 0, 0, 0)) + cells + end
    return write(path, _compound_file((start + name + end + sheet).ljust(4096, b"\0")))


def _record(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def _xls_cell(row: int, column: int, value: str | float) -> bytes:
    place = struct.pack("<HHH", row, column, 0)
    if isinstance(value, str):
        return _record(0x0204, place + struct.pack("<HB", len(value), 1) + value.encode("utf-16-le"))
    return _record(0x0203, place + struct.pack("<d", value))


def _compound_file(stream: bytes) -> bytes:
    """Sector 0 the allocation table, sector 1 the directory, then the stream."""
    stream = stream.ljust(-(-len(stream) // 512) * 512, b"\0")
    count = len(stream) // 512
    chain = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, 2 + count), 0xFFFFFFFE]
    table = b"".join(struct.pack("<I", link) for link in chain).ljust(512, b"\xff")
    head = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + b"\0" * 16
        + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
        + b"\0" * 6
    )
    head += struct.pack("<9I", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0) + struct.pack("<I", 0)
    entries = _entry("Root Entry", 5, 1, 0xFFFFFFFE, 0) + _entry("Workbook", 2, 0xFFFFFFFF, 2, len(stream))
    return head.ljust(512, b"\xff") + table + entries.ljust(512, b"\0") + stream


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    text = name.encode("utf-16-le").ljust(64, b"\0")
    none = 0xFFFFFFFF
    return text + struct.pack("<HBBIII36xIQ", 2 * len(name) + 2, kind, 1, none, none, child, start, size)


def youzan(**values: str) -> list[str]:
    """One row of the 60-column file; what is not given is the platform's null token."""
    given = {
        "订单号": "E1",
        "订单状态": "交易完成",
        "订单创建时间": "2026-05-25 22:05:43",
        "订单实付金额": "99.00",
    }
    given.update(values)
    return [given.get(name, "——") for name in YOUZAN_60]


def read_all(file: OrderFile) -> tuple[pa.Table, pa.Table]:
    batches = list(file.batches())
    assert all(
        batch.rows == len(set(batch.table["line"].to_pylist())) + batch.rejects.num_rows for batch in batches
    )
    return pa.concat_tables(b.table for b in batches), pa.concat_tables(b.rejects for b in batches)


def rejected(rejects: pa.Table) -> list[tuple[int, str]]:
    return list(zip(rejects["line"].to_pylist(), rejects["code"].to_pylist(), strict=True))
