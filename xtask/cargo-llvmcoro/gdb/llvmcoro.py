"""gdb commands for suspended futures.

    (gdb) source llvmcoro.py
    (gdb) info future EXPRESSION
    (gdb) info futures

All that they know is in the program's debug information: the plugin describes a
coroutine as a variant for each value of its tag, with what lives in its frame
then, and the place where it is suspended as the line of the variant's type. The
type of a composed await's future is the state that the awaited coroutine is in.
"""

import contextlib
import re

import gdb

# The names of a coroutine's type and of its states.
COROUTINE = re.compile(r"\{(async_fn|async_block|async_closure|gen_fn|gen_block|coroutine)_env#\d+\}")
STATE = re.compile(r"^(?P<coroutine>.*)::(?P<state>Unresumed|Returned|Panicked|Suspend\d+)$")

# What rustc calls the variable of the future that an await polls.
AWAITEE = "__awaitee"

# So deep are futures looked for inside of other values.
DEPTH = 8


@contextlib.contextmanager
def rust():
    """Expressions are Rust, wherever the program stands."""
    before = gdb.parameter("language")
    gdb.execute("set language rust", to_string=True)
    try:
        yield
    finally:
        gdb.execute("set language " + before, to_string=True)


def complete(value):
    """The value with its type's definition, where this unit has a declaration only."""
    known = value.type.strip_typedefs()
    if known.code == gdb.TYPE_CODE_STRUCT and known.sizeof == 0 and known.name:
        try:
            defined = gdb.lookup_type(known.name)
        except gdb.error:
            return value
        if defined.sizeof:
            return value.address.cast(defined.pointer()).dereference()
    return value


def fields_of(value):
    """The value's fields, as pairs of name and value; of an enum, those of its variant."""
    value = complete(value)
    if value.type.strip_typedefs().code not in (gdb.TYPE_CODE_STRUCT, gdb.TYPE_CODE_UNION):
        return []
    fields = [field for field in value.type.fields() if not field.artificial]
    return [(field.name or "", value[field]) for field in fields]


def is_coroutine(value):
    """Whether the value is a coroutine, with its tag."""
    kind = value.type.strip_typedefs()
    return kind.code == gdb.TYPE_CODE_STRUCT and any(
        field.name == "__state" and field.artificial for field in kind.fields()
    )


def function_of(coroutine):
    """The name of a coroutine's function, from that of its type."""
    return re.sub(r"_env#(\d+\})", r"#\1", coroutine)


# Since gdb 15, types have a domain of their own.
TYPES = getattr(gdb, "SYMBOL_TYPE_DOMAIN", gdb.SYMBOL_STRUCT_DOMAIN)


def place_of(state):
    """File and line of the suspension point that the type of a state belongs to."""
    symbol = gdb.lookup_static_symbol(state, TYPES)
    if symbol is None or symbol.line == 0:
        return None
    return "{}:{}".format(symbol.symtab.filename, symbol.line)


class Frame:
    """A coroutine in one of its states."""

    def __init__(self, state):
        state = complete(state)
        name = STATE.match(state.type.name)
        self.coroutine = name["coroutine"]
        self.state = name["state"]
        self.place = place_of(state.type.name) if self.state.startswith("Suspend") else None
        self.is_described = state.type.sizeof != 0
        self.values = fields_of(state)
        self.awaited = None
        if self.state.startswith("Suspend"):
            awaitees = [value for name, value in self.values if name == AWAITEE]
            self.awaited = awaitees[-1] if awaitees else None
            self.values = [field for field in self.values if field[0] != AWAITEE]

    def head(self):
        """The function, the place, and how it stands there."""
        how = {"Unresumed": "not yet resumed, ", "Returned": "has returned, ", "Panicked": "has panicked, "}
        how = how.get(self.state, "")
        at = " at " + self.place if self.place else ""
        return "{} ({}tag {}){}".format(function_of(self.coroutine), how, self.tag(), at)

    def tag(self):
        """The tag's value that the state stands for."""
        reserved = ["Unresumed", "Returned", "Panicked"]
        if self.state in reserved:
            return reserved.index(self.state)
        return int(self.state[len("Suspend"):]) + len(reserved)


def frame_of(value):
    """The frame that the value is, by itself or as the state of an awaited coroutine."""
    value = complete(value)
    name = value.type.name or ""
    if is_coroutine(value):
        value.fetch_lazy()
        variants = fields_of(value)
        if len(variants) != 1:
            raise gdb.GdbError("the tag of {} has no meaning: is it a live future?".format(name))
        return Frame(variants[0][1])
    state = STATE.match(name)
    return Frame(value) if state and COROUTINE.search(state["coroutine"]) else None


def pointee(value):
    """What a pointer points to, a fat one to a `dyn` too; None for other values."""
    kind = value.type.strip_typedefs()
    if kind.code == gdb.TYPE_CODE_PTR:
        return value.dereference() if int(value) else None
    if {name for name, _ in fields_of(value)} == {"pointer", "vtable"}:
        # gdb knows by the vtable what a trait object is.
        gdb.set_convenience_variable("_llvmcoro", value)
        try:
            return gdb.parse_and_eval("*$_llvmcoro")
        except gdb.error:
            return None
    return None


def futures_in(value, depth=DEPTH):
    """The coroutines that are in a value or behind its pointers, the outermost ones."""
    value = complete(value)
    if frame_of(value) is not None:
        return [value]
    if depth == 0:
        return []
    target = pointee(value)
    if target is not None:
        is_one = COROUTINE.search(target.type.name or "")
        return futures_in(target, depth - 1) if is_one else []
    if value.type.strip_typedefs().code == gdb.TYPE_CODE_STRUCT:
        fields = fields_of(value)
        return [one for _, field in fields for one in futures_in(field, depth - 1)]
    return []


def stack_of(value):
    """The frames of a future and of those that it awaits, the outermost first, and what the
    innermost one awaits, if that is no coroutine."""
    frames = []
    while True:
        frame = frame_of(value)
        frames.append(frame)
        awaited = frame.awaited
        if awaited is None:
            return frames, None
        if frame_of(awaited) is None:
            # A pin or a box with the future that is polled.
            inner = futures_in(awaited)
            if len(inner) != 1 or not re.match(r"(core::pin::Pin|alloc::boxed::Box|&)", awaited.type.name or ""):
                return frames, awaited
            awaited = inner[0]
        value = awaited


def show(value, indent=""):
    """Prints a future like a backtrace, the innermost function first."""
    frames, awaited = stack_of(value)
    for number, frame in enumerate(reversed(frames)):
        print("{}#{}  {}".format(indent, number, frame.head()))
        if not frame.is_described:
            print("{}      (no debug information about this state)".format(indent))
        for name, field in frame.values:
            print("{}      {}: {} = {}".format(indent, name, field.type, formatted(field)))
        if number == 0 and awaited is not None:
            print("{}      awaits {}".format(indent, formatted(awaited)))
            for inner in futures_in(awaited):
                print("{}      in which there is".format(indent))
                show(inner, indent + "        ")


def formatted(value):
    """The value on one line."""
    return value.format_string(pretty_structs=False, pretty_arrays=False, repeat_threshold=8, max_elements=32)


class InfoFuture(gdb.Command):
    """Print where a future is suspended, the awaits around that, and what it keeps.

Usage: info future EXPRESSION

EXPRESSION is a future, or a pointer, pin or box of one. A future that is being
polled now has its state from before, or seems to have panicked: use `backtrace`
for those."""

    def __init__(self):
        super().__init__("info future", gdb.COMMAND_STATUS, gdb.COMPLETE_EXPRESSION)

    def invoke(self, argument, from_tty):
        if not argument:
            raise gdb.GdbError("info future EXPRESSION: which future?")
        with rust():
            value = gdb.parse_and_eval(argument)
            self.show(value)

    @staticmethod
    def show(value):
        found = futures_in(value)
        if not found:
            raise gdb.GdbError("there is no future with debug information in {}".format(value.type))
        for future in found:
            show(future)


# The statics of embassy's tasks: the pool as bytes, of the macro with a stable compiler; as a type, with
# a nightly one; and storage without a macro.
POOL = re.compile(r"embassy_executor::(_export::TaskPoolHolder|raw::TaskPool|raw::TaskStorage)<")


def pools():
    """The static variables that are storage of embassy's tasks, by name."""
    # As declarations of C++, gdb lists them with their names.
    command = "with language c++ -- info variables -q -t ^embassy_executor::"
    found = {}
    for name in re.findall(r" (\S+);$", gdb.execute(command, to_string=True), re.MULTILINE):
        for symbol in gdb.lookup_static_symbols(name) or [gdb.lookup_global_symbol(name)]:
            if symbol and symbol.is_variable and POOL.match(symbol.type.name or ""):
                found[symbol.name] = symbol.value()
    return found


class EmbassyPool:
    """The storage of a task, and how many such a pool has."""

    def __init__(self, name, pool):
        self.name = name[: -len("::POOL")] if name.endswith("::POOL") else name
        self.address = int(pool.address)
        self.storage = self.storage_type(pool)
        self.count = pool.type.sizeof // self.storage.sizeof if self.storage else 0

    def storage_type(self, pool):
        """The type `TaskStorage` of the task's future."""
        if pool.type.name.startswith("embassy_executor::raw::TaskStorage"):
            return pool.type
        if pool.type.name.startswith("embassy_executor::raw::TaskPool<"):
            future = pool.type.template_argument(0).name
        else:
            # The bytes do not tell whose they are; the macro's name for the task's function does.
            path, _, function = self.name.rpartition("::")
            future = "{0}::__{1}_task::__{1}_task_inner_function::{{async_fn_env#0}}".format(path, function)
        try:
            return gdb.lookup_type("embassy_executor::raw::TaskStorage<{}>".format(future))
        except gdb.error:
            return None

    def tasks(self):
        """The pool's members, each with its state."""
        for number in range(self.count):
            address = self.address + number * self.storage.sizeof
            yield gdb.Value(address).cast(self.storage.pointer()).dereference()


def is_spawned(task):
    """Whether a task is spawned: it is the first bit of its state, on every architecture."""
    state = task["raw"]["state"].address.cast(gdb.lookup_type("u8").pointer())
    return int(state.dereference()) & 1 == 1


def show_task(pool, number, task):
    """Prints a task of a pool."""
    which = " ({} of {})".format(number + 1, pool.count) if pool.count > 1 else ""
    if not is_spawned(task):
        print("{}{}: not spawned".format(pool.name, which))
        return
    print("{}{}, {} bytes at {:#x}:".format(pool.name, which, pool.storage.sizeof, int(task.address)))
    # The cell is a `MaybeUninit`, whose union's last field is the future.
    cell = task["future"]
    while not is_coroutine(cell):
        fields = fields_of(cell)
        if not fields:
            print("  no coroutine, but {}".format(cell.type))
            return
        cell = complete(fields[-1][1])
    show(cell, "  ")


# The list of the tasks that a runtime of tokio's has spawned, and one of the lists that it consists of.
OWNED_TASKS = re.compile(r"tokio::runtime::task::list::OwnedTasks<")
TASK_LIST = re.compile(r"tokio::util::linked_list::LinkedList<")

# What of tokio's is followed from a runtime or a handle to that list.
OF_TOKIO = re.compile(r"(alloc::sync::ArcInner<)?tokio::")


def inside(value, kind, depth=DEPTH):
    """The first value in a value, or behind pointers to what is tokio's, whose type's name matches."""
    value = complete(value)
    name = value.type.strip_typedefs().name or ""
    if kind.match(name):
        return value
    if depth == 0:
        return None
    if value.type.strip_typedefs().code == gdb.TYPE_CODE_PTR:
        target = pointee(value)
        is_followed = target is not None and OF_TOKIO.match(target.type.name or "")
        return inside(target, kind, depth - 1) if is_followed else None
    found = (inside(field, kind, depth - 1) for _, field in fields_of(value))
    return next((one for one in found if one is not None), None)


def pointer_in(value):
    """The pointer that an optional one consists of; None if there is none."""
    if value.type.strip_typedefs().code == gdb.TYPE_CODE_PTR:
        return value if int(value) else None
    found = (pointer_in(field) for _, field in fields_of(value))
    return next((one for one in found if one is not None), None)


class TokioTask:
    """A task of tokio's, from the address of its header."""

    def __init__(self, header):
        self.header = header
        self.vtable = header["vtable"].dereference()

    def next(self):
        """The next one in the list of its owner."""
        trailer = gdb.lookup_type("tokio::runtime::task::core::Trailer")
        place = int(self.header) + int(self.vtable["trailer_offset"])
        owned = gdb.Value(place).cast(trailer.pointer())["owned"]
        pointers = inside(owned, re.compile(r"tokio::util::linked_list::PointersInner<"))
        return pointer_in(pointers["next"])

    def show(self):
        """Prints it."""
        # The function that polls it has the future's type in its name.
        function = gdb.block_for_pc(int(self.vtable["poll"])).function
        arguments = re.match(r"tokio::runtime::task::raw::poll(<.*>)$", function.name)
        if arguments is None:
            print("task at {:#x}: {} tells no type".format(int(self.header), function.name))
            return
        cell = gdb.lookup_type("tokio::runtime::task::core::Cell" + arguments[1])
        stage = self.header.cast(cell.pointer())["core"]["stage"]
        print("task at {:#x}, {} bytes:".format(int(self.header), cell.sizeof))
        found = futures_in(stage)
        for future in found:
            show(future, "  ")
        if not found:
            print("  no coroutine, or it has ended")


def tokio_tasks(value):
    """The tasks of the runtime that a value of tokio's belongs to."""
    owned = inside(value, OWNED_TASKS, 2 * DEPTH)
    if owned is None:
        raise gdb.GdbError("no list of tokio's tasks is in {}".format(value.type))
    lists = complete(owned["list"]["lists"])
    for number in range(int(lists["length"])):
        header = pointer_in(inside(lists["data_ptr"][number], TASK_LIST)["head"])
        while header is not None:
            task = TokioTask(header)
            yield task
            header = task.next()


class InfoFutures(gdb.Command):
    """Print the tasks of an executor like `info future`.

Usage: info futures [EXPRESSION]

Without an expression, these are the tasks of embassy's executors, which are found
by the static variables that hold them. EXPRESSION is a runtime of tokio's, or a
handle of one; its tasks are those that were spawned and have not ended. Other
executors' tasks are not found; pass their futures to `info future`."""

    def __init__(self):
        super().__init__("info futures", gdb.COMMAND_STATUS, gdb.COMPLETE_EXPRESSION)

    def invoke(self, argument, from_tty):
        with rust():
            if argument:
                self.of_tokio(gdb.parse_and_eval(argument))
            else:
                self.of_embassy()

    @staticmethod
    def of_tokio(value):
        tasks = list(tokio_tasks(value))
        for task in tasks:
            task.show()
        if not tasks:
            print("no tasks of tokio")

    @staticmethod
    def of_embassy():
        found = [EmbassyPool(name, pool) for name, pool in pools().items()]
        for pool in sorted(found, key=lambda pool: pool.address):
            if pool.storage is None:
                print("{}: no debug information about its future".format(pool.name))
            for number, task in enumerate(pool.tasks()):
                show_task(pool, number, task)
        if not found:
            print("no tasks of embassy")


InfoFuture()
InfoFutures()
