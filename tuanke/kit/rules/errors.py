class RuleError(ValueError):
    """`pointer` is the JSON pointer of the node at fault; `code` says what is wrong with it."""

    def __init__(self, pointer: str, code: str) -> None:
        super().__init__(f"{pointer}: {code}")
        self.pointer = pointer
        self.code = code
