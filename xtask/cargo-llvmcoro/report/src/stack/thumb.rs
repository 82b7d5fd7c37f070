//! Branches in Thumb code: as much of the encodings of ARMv6-M, ARMv7-M and ARMv8-M as a call graph
//! takes.

/// What an instruction means to a call graph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Branch {
    /// It calls the function at an address.
    Call(u64),
    /// It goes on at an address.
    Jump(u64),
    /// It calls an address in a register.
    IndirectCall,
    /// It goes on at an address in a register or in memory that is not where the function was called.
    IndirectJump,
    /// It returns.
    Return,
}

/// The branches in `code`, which begins at `address`.
pub fn branches(code: &[u8], address: u64) -> Vec<Branch> {
    let halfword = |at: usize| {
        let bytes = code.get(at..at + 2)?;
        Some(u32::from(u16::from_le_bytes([bytes[0], bytes[1]])))
    };
    let (mut found, mut at) = (Vec::new(), 0);
    while let Some(first) = halfword(at) {
        // The processor's PC is four bytes on.
        let pc = address + at as u64 + 4;
        if first >> 11 < 0b11101 {
            found.extend(narrow(first, pc));
            at += 2;
            continue;
        }
        let Some(second) = halfword(at + 2) else { break };
        found.extend(wide(first, second, pc));
        at += 4;
    }
    found
}

/// The link register.
const LR: u32 = 14;

/// An instruction of 16 bits.
fn narrow(code: u32, pc: u64) -> Option<Branch> {
    let register = code >> 3 & 0b1111;
    match code {
        // bx, and on ARMv8-M with TrustZone bxns.
        _ if code & 0xff83 == 0x4700 => {
            Some(if register == LR { Branch::Return } else { Branch::IndirectJump })
        }
        // blx
        _ if code & 0xff87 == 0x4780 => Some(Branch::IndirectCall),
        // pop {…, pc}
        _ if code & 0xff00 == 0xbd00 => Some(Branch::Return),
        // mov pc, register
        _ if code & 0xff87 == 0x4687 => {
            Some(if register == LR { Branch::Return } else { Branch::IndirectJump })
        }
        // b
        _ if code >> 11 == 0b11100 => Some(Branch::Jump(target(pc, code << 1, 12))),
        // b, if a condition holds; two of the conditions are udf and svc
        _ if code >> 12 == 0b1101 && code >> 9 != 0b110_1111 => {
            Some(Branch::Jump(target(pc, code << 1, 9)))
        }
        _ => None,
    }
}

/// An instruction of 32 bits.
fn wide(first: u32, second: u32, pc: u64) -> Option<Branch> {
    // pop {…, pc}, and ldr pc, [sp], #4
    if first == 0xe8bd && second >> 15 == 1 || (first, second) == (0xf85d, 0xfb04) {
        return Some(Branch::Return);
    }
    // ldr pc, […]
    if first & 0xff70 == 0xf850 && second >> 12 == 15 {
        return Some(Branch::IndirectJump);
    }
    if first >> 11 != 0b11110 || second >> 15 != 1 {
        return None;
    }
    let (sign, j1, j2) = (first >> 10 & 1, second >> 13 & 1, second >> 11 & 1);
    let low = (second & 0x7ff) << 1;
    // Both of `b` and `bl` have 25 bits, of which two are stored as whether they are like the sign.
    let far = {
        let (i1, i2) = (j1 ^ sign ^ 1, j2 ^ sign ^ 1);
        sign << 24 | i1 << 23 | i2 << 22 | (first & 0x3ff) << 12 | low
    };
    match (second >> 14 & 1, second >> 12 & 1) {
        (1, 1) => Some(Branch::Call(target(pc, far, 25))),
        (0, 1) => Some(Branch::Jump(target(pc, far, 25))),
        // b, if a condition holds; the others are barriers, mrs and msr.
        (0, 0) if first >> 7 & 0b111 != 0b111 => {
            let near = sign << 20 | j2 << 19 | j1 << 18 | (first & 0x3f) << 12 | low;
            Some(Branch::Jump(target(pc, near, 21)))
        }
        _ => None,
    }
}

/// `pc` plus the lowest `bits` of `offset`, of which the first is the sign.
fn target(pc: u64, offset: u32, bits: u32) -> u64 {
    let unused = 32 - bits;
    let offset = (offset << unused).cast_signed() >> unused;
    pc.wrapping_add_signed(offset.into()) & u64::from(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The code of these lines, as an assembler made it for 0x1000.
    fn at_1000(code: &[u16]) -> Vec<Branch> {
        let bytes: Vec<u8> = code.iter().flat_map(|half| half.to_le_bytes()).collect();
        branches(&bytes, 0x1000)
    }

    #[test]
    fn calls_and_jumps_go_both_ways() {
        // bl 0x1000; bl 0x2000; b.w 0x800; beq.w 0x1100
        let code = [0xf7ff, 0xfffe, 0xf000, 0xfffc, 0xf7ff, 0xbbfa, 0xf000, 0x8078];
        let expected =
            [Branch::Call(0x1000), Branch::Call(0x2000), Branch::Jump(0x800), Branch::Jump(0x1100)];
        assert_eq!(at_1000(&code), expected);
        // b 0x1000; beq 0x1008; udf #0; svc 0
        let code = [0xe7fe, 0xd001, 0xde00, 0xdf00];
        assert_eq!(at_1000(&code), [Branch::Jump(0x1000), Branch::Jump(0x1008)]);
    }

    #[test]
    fn other_branches_are_told_apart() {
        // bx lr; blx r3; bx r2; pop {r4, pc}; pop.w {r8, pc}; ldr pc, [sp], #4; mov pc, lr
        let code = [0x4770, 0x4798, 0x4710, 0xbd10, 0xe8bd, 0x8100, 0xf85d, 0xfb04, 0x46f7];
        let expected = [
            Branch::Return,
            Branch::IndirectCall,
            Branch::IndirectJump,
            Branch::Return,
            Branch::Return,
            Branch::Return,
            Branch::Return,
        ];
        assert_eq!(at_1000(&code), expected);
        // movs r0, #1; movw r0, #0x4700; dmb sy; push {r4, lr}
        assert_eq!(at_1000(&[0x2001, 0xf244, 0x7000, 0xf3bf, 0x8f5f, 0xb510]), []);
    }
}
