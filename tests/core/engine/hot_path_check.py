# SPDX-License-Identifier: Apache-2.0
"""Reads what the hot path compiled to (x86-64, objdump) and names what it must not do.

Every way from entry to `ret` is followed. A way that leaves into an out-of-line member of ProductionMetrics is the
cold path and of no concern here. Every other way must: take no lock prefix, no exchange with memory and no fence;
call nothing; read no clock and enter no kernel; not loop; be short; and store at least once, but only to the stack
or through a pointer that was loaded from thread-local memory: the thread's own slot. How registers came by their
values is followed instruction by instruction; whatever is not understood counts as somebody else's memory.
"""

import dataclasses
import re
import subprocess

COLD = "weir::ProductionMetrics::"
LOCKED = re.compile(r"^(lock|xacquire|xrelease)$")
FENCES = re.compile(r"^[mls]fence$|^serialize$|^cpuid$")
CLOCKS = re.compile(r"^(rdtscp?|rdpmc|rdpid|rdrand|rdseed)$")
KERNEL = re.compile(r"^(syscall|sysenter|int|int3|int1|hlt|ud2)$")
READS_ONLY = re.compile(r"^(cmp[bwlq]?|test[bwlq]?|bt[wlq]?|v?u?comis[sd]|prefetch.*|nop[wl]?|push[wq]?|endbr64|mul[bwlq]|"
                        r"i?div[bwlq])$")
MOVES = re.compile(r"^mov[bwlq]?$|^movabs$")
KEEPS_POINTER = re.compile(r"^(add|sub)q?$")
WAYS_AT_MOST = 1000

REGISTERS = {}
for wide, parts in {"rax": "eax ax al ah", "rbx": "ebx bx bl bh", "rcx": "ecx cx cl ch", "rdx": "edx dx dl dh",
                    "rsi": "esi si sil", "rdi": "edi di dil", "rbp": "ebp bp bpl", "rsp": "esp sp spl"}.items():
    for part in [wide] + parts.split():
        REGISTERS[part] = wide
for number in range(8, 16):
    for suffix in ("", "d", "w", "b"):
        REGISTERS[f"r{number}{suffix}"] = f"r{number}"

KEPT_BY_CALLS = {"rbx", "rbp", "r12", "r13", "r14", "r15"}

MEMORY = re.compile(r"^(?P<segment>%[c-g]s:)?(?P<offset>-?0x[0-9a-f]+|-?\d+)?"
                    r"(?:\((?P<base>%\w+)?(?:,(?P<index>%\w+)(?:,\d)?)?\))?$")


class NotReadable(Exception):
    """The disassembly is not what this file knows how to read."""


@dataclasses.dataclass
class Instruction:
    address: int
    name: str
    operands: list
    prefixes: list
    text: str
    symbol: str = ""  # of its relocation


def disassemble(file, objdump="objdump"):
    """{function: [Instruction]} of an object file that was not linked yet."""
    listing = subprocess.run([objdump, "--disassemble", "--reloc", "--demangle", "--no-show-raw-insn", file],
                             check=True, stdout=subprocess.PIPE, text=True).stdout
    functions, body = {}, None
    for line in listing.splitlines():
        if head := re.match(r"^[0-9a-f]+ <(.+)>:$", line):
            body = functions.setdefault(head[1], [])
        elif relocation := re.match(r"^\s+[0-9a-f]+: (R_\w+)\s+(.+)$", line):
            body[-1].symbol = re.sub(r"[-+]0x[0-9a-f]+$", "", relocation[2])
        elif code := re.match(r"^\s+([0-9a-f]+):\s+(\S.*)$", line):
            body.append(instruction(int(code[1], 16), code[2]))
    return functions


def instruction(address, text):
    words = text.split("#")[0].split(None)
    prefixes = []
    while len(words) > 1 and re.match(r"^(lock|rep\w*|data16|rex(\.\w+)?|cs|ds|notrack|bnd|xacquire|xrelease)$", words[0]):
        prefixes.append(words.pop(0))
    rest = re.sub(r"\s*<.*>$", "", " ".join(words[1:]))
    operands = [part.strip() for part in re.split(r",(?![^(]*\))", rest)] if rest else []
    return Instruction(address, words[0], operands, prefixes, text)


def is_memory(operand):
    return not operand.startswith(("%", "$")) or bool(re.match(r"^%[c-g]s:", operand))


def register_of(operand):
    """The 64-bit register this names, or None."""
    return REGISTERS.get(operand[1:]) if operand.startswith("%") else None


class Origins:
    """What registers hold: "thread" is the thread's block of thread-local memory, "own" is what was loaded from it."""

    def __init__(self, known=()):
        self.known = dict(known)

    def of_memory(self, operand):
        """Whose memory an operand names: "stack", "thread" (thread-local itself), "own" (what it points to) or None."""
        match = MEMORY.match(operand)
        if not match:
            return None
        if match["segment"]:
            return "thread" if match["segment"] == "%fs:" else None
        base = register_of(match["base"] or "")
        if match["index"]:  # a pointer moved by an amount nobody checked
            return None
        return "stack" if base == "rsp" else self.known.get(base)

    def after(self, step):
        """The origins once this instruction ran."""
        next_known = dict(self.known)
        target = register_of(step.operands[-1]) if step.operands else None
        written = {target} if target and not READS_ONLY.match(step.name) else set()
        if len(step.operands) < 2:  # one-operand forms write registers that they do not name
            written |= {"rax", "rdx"} if re.match(r"^(i?mul|i?div|cqto|cltd|cltq|cwtl)", step.name) else set()
        elif step.name.startswith(("xchg", "xadd", "cmpxchg")):
            written |= {register_of(operand) for operand in step.operands}
            written |= {"rax"} if step.name.startswith("cmpxchg") else set()
        for register in written - {None}:
            next_known.pop(register, None)
        if target and step.operands[-1] == f"%{target}" and len(step.operands) == 2:  # all 64 bits of it
            source = step.operands[0]
            if MOVES.match(step.name) and is_memory(source):
                origin = self.loaded(step, source)
            elif MOVES.match(step.name) and source.startswith("%"):
                origin = self.known.get(register_of(source))
            elif step.name in ("lea", "leaq"):
                origin = self.of_memory(source)
                origin = origin if origin in ("thread", "own") else None
            elif KEEPS_POINTER.match(step.name) and source.startswith("$"):
                origin = self.known.get(target)
            else:
                origin = None
            if origin:
                next_known[target] = origin
        return Origins(next_known)

    def loaded(self, step, source):
        """What a register holds after a load from there."""
        match = MEMORY.match(source)
        if match and match["segment"] == "%fs:" and not match["base"] and not match["index"] and not step.symbol:
            return "thread" if int(match["offset"] or "0", 0) == 0 else None
        return "own" if self.of_memory(source) == "thread" else None

    def after_call(self):
        return Origins({register: origin for register, origin in self.known.items() if register in KEPT_BY_CALLS})


@dataclasses.dataclass
class Way:
    """One way from entry to ret, without its last instruction."""

    steps: list
    breaches: list
    stores: int


def cold_target(step):
    return step.symbol.startswith(COLD) and not step.operands[0].startswith("*")


def ways(body):
    """Every way through a function that does not enter the cold path."""
    at = {step.address: number for number, step in enumerate(body)}
    found = []

    def follow(number, origins, steps, breaches, stores, been):
        while True:
            if len(found) >= WAYS_AT_MOST:
                raise NotReadable("too many ways through the function")
            if number >= len(body):
                raise NotReadable("runs past its end")
            step = body[number]
            if number in been:
                found.append(Way(steps, breaches + [f"loops: {step.text}"], stores))
                return
            been = been | {number}
            if step.name in ("ret", "retq"):
                found.append(Way(steps, breaches, stores))
                return
            steps = steps + [step]
            if step.name.startswith("call"):
                if cold_target(step):
                    return
                breaches = breaches + [f"calls {step.symbol or step.text}"]
                origins = origins.after_call()
            elif step.name.startswith("j"):
                target = step.operands[0]
                if target.startswith("*"):
                    found.append(Way(steps, breaches + [f"jumps through a pointer: {step.text}"], stores))
                    return
                inside = int(target, 16) if not step.symbol else None
                if step.name.startswith("jmp"):
                    if inside not in at:
                        if not cold_target(step):
                            found.append(Way(steps, breaches + [f"jumps to {step.symbol or step.text}"], stores))
                        return
                    number = at[inside]
                    continue
                if inside in at:
                    follow(at[inside], origins, steps, breaches, stores, been)
                elif not cold_target(step):
                    found.append(Way(steps, breaches + [f"jumps to {step.symbol or step.text}"], stores))
            else:
                problem, stored = judge(step, origins)
                breaches = breaches + [problem] if problem else breaches
                stores += stored
                origins = origins.after(step)
            number += 1

    follow(0, Origins(), [], [], 0, frozenset())
    return found


def judge(step, origins):
    """What this instruction must not do, or ""; and how many stores to the thread's own memory it is."""
    if any(LOCKED.match(prefix) for prefix in step.prefixes):
        return f"locks the bus: {step.text}", 0
    if FENCES.match(step.name):
        return f"fences: {step.text}", 0
    if CLOCKS.match(step.name):
        return f"reads a clock: {step.text}", 0
    if KERNEL.match(step.name):
        return f"enters the kernel: {step.text}", 0
    memory = [operand for operand in step.operands if is_memory(operand)]
    if step.name.startswith("xchg") and memory:
        return f"exchanges with memory, which locks: {step.text}", 0
    if any(prefix.startswith("rep") for prefix in step.prefixes) or re.match(r"^(stos|movs[bwlq]$)", step.name):
        return f"writes a string: {step.text}", 0
    if not step.operands or not is_memory(step.operands[-1]) or READS_ONLY.match(step.name):
        return "", 0
    whose = origins.of_memory(step.operands[-1])
    if whose is None:
        return f"stores to memory that is not the thread's own: {step.text} {step.symbol}".rstrip(), 0
    return "", 0 if whose == "stack" else 1


def breaches(body, usual, most):
    """What is wrong with a function: its shortest way may take `usual` instructions before ret, any way `most`."""
    found = ways(body)
    if not found:
        return ["every event takes the cold path"]
    said = [breach for way in found for breach in way.breaches]
    said += ["leaves without a store to the thread's slot" for way in found if way.stores == 0]
    lengths = [len(way.steps) for way in found]
    if min(lengths) > usual:
        said.append(f"takes {min(lengths)} instructions, more than {usual}")
    if max(lengths) > most:
        said.append(f"takes up to {max(lengths)} instructions, more than {most}")
    return sorted(set(said))
