"""仓库库存：先到期的先出库（FEFO）。"""

from __future__ import annotations

import heapq
from dataclasses import dataclass, field
from datetime import date


@dataclass(order=True)
class Batch:
    """一个批次。只按到期日比较，所以其余字段不参与排序。"""

    expires: date
    quantity: int = field(compare=False)
    supplier: str = field(compare=False, default="未知")


class OutOfStock(Exception):
    """库存不足。"""


class Inventory:
    def __init__(self) -> None:
        # 每种商品一个小顶堆：堆顶永远是最早到期的批次
        self._batches: dict[str, list[Batch]] = {}

    def receive(self, product: str, batch: Batch) -> None:
        heapq.heappush(self._batches.setdefault(product, []), batch)

    def pick(self, product: str, quantity: int, today: date) -> list[Batch]:
        """取出指定数量，返回用到的批次。

        已过期的批次直接丢弃；数量不够时不改动库存。
        """
        batches = self._batches.get(product, [])
        while batches and batches[0].expires < today:
            heapq.heappop(batches)  # 过期报废
        if sum(batch.quantity for batch in batches) < quantity:
            raise OutOfStock(f"{product}：需要 {quantity} 件")

        picked: list[Batch] = []
        while quantity > 0:
            earliest = batches[0]
            taken = min(earliest.quantity, quantity)
            picked.append(Batch(earliest.expires, taken, earliest.supplier))
            earliest.quantity -= taken
            quantity -= taken
            if earliest.quantity == 0:
                heapq.heappop(batches)
        return picked
