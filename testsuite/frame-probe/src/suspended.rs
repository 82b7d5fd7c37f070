//! What a coroutine keeps at one time, as its awaiter sees it.

use std::collections::BTreeMap;

/// A number of bytes and the alignment they require.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Need {
    pub bytes: u64,
    /// How many of the bytes may be padding, where the tag could be.
    pub padding: u64,
    pub align: u64,
}

impl Need {
    pub const NONE: Need = Need { bytes: 0, padding: 0, align: 1 };

    pub fn and(self, other: Need) -> Need {
        Need {
            bytes: self.bytes + other.bytes,
            padding: self.padding + other.padding,
            align: self.align.max(other.align),
        }
    }

    pub fn or(self, other: Need) -> Need {
        Need {
            bytes: self.bytes.max(other.bytes),
            padding: self.padding.max(other.padding),
            align: self.align.max(other.align),
        }
    }

    fn least(self, other: Need) -> Need {
        Need {
            bytes: self.bytes.min(other.bytes),
            padding: self.padding.max(other.padding),
            align: self.align.min(other.align),
        }
    }

    pub fn rounded(self) -> Need {
        let bytes = self.bytes.next_multiple_of(self.align.max(1));
        Need { bytes, padding: self.padding + (bytes - self.bytes), ..self }
    }

    /// What is needed with a tag, which may be in padding.
    pub fn with_tag(self, tag: Need) -> Need {
        let beside = tag.bytes.saturating_sub(self.padding);
        Need { bytes: self.bytes + beside, align: self.align.max(tag.align), ..self }
    }

    fn covers(self, other: Need) -> bool {
        self.bytes >= other.bytes && self.padding <= other.padding && self.align >= other.align
    }
}

/// A value that is kept and may be shared.
#[derive(Clone, Copy, Debug)]
pub struct Shared {
    pub need: Need,
    /// Whether its address is taken, so that recomputing it does not help.
    pub stored: bool,
    /// Whether it may contain a borrow.
    pub holds: bool,
}

impl Shared {
    /// One value that serves both.
    pub fn merge(self, other: Shared) -> Shared {
        Shared {
            need: self.need.least(other.need),
            stored: self.stored || other.stored,
            holds: self.holds || other.holds,
        }
    }

    fn covers(self, other: Shared) -> bool {
        self.need.covers(other.need)
            && (self.stored || !other.stored)
            && (self.holds || !other.holds)
    }
}

/// What a coroutine keeps at one time.
#[derive(Clone, Debug)]
pub struct Load {
    /// The bytes that do not follow from its arguments.
    pub own: Need,
    /// Whether its own values may contain a borrow.
    pub holds: bool,
    /// What follows from the initial value of a capture, by the capture's leaf.
    pub arguments: BTreeMap<usize, Shared>,
}

impl Load {
    pub fn new() -> Self {
        Load { own: Need::NONE, holds: false, arguments: BTreeMap::new() }
    }

    pub fn add(&mut self, shared: Shared) {
        self.own = self.own.and(shared.need);
        self.holds |= shared.holds;
    }

    pub fn total(&self) -> Need {
        self.arguments.values().fold(self.own, |sum, argument| sum.and(argument.need))
    }

    /// Whether it keeps anything that contains a borrow.
    pub fn holds_any(&self) -> bool {
        self.holds || self.arguments.values().any(|argument| argument.holds)
    }

    /// Whether it keeps at least as much as `other`, whatever the arguments are.
    fn covers(&self, other: &Load) -> bool {
        self.own.covers(other.own)
            && (self.holds || !other.holds)
            && other.arguments.iter().all(|(capture, argument)| {
                self.arguments.get(capture).is_some_and(|own| own.covers(*argument))
            })
    }
}

/// How many loads to distinguish, largest first. Forgetting one can only lower a floor.
const MOST: usize = 32;

/// The loads that may be the largest for some arguments, largest first.
pub fn largest(mut loads: Vec<Load>) -> Vec<Load> {
    loads.sort_by_key(|load| std::cmp::Reverse(load.total().bytes));
    let mut kept: Vec<Load> = vec![];
    for load in loads {
        if kept.len() < MOST && !kept.iter().any(|other| other.covers(&load)) {
            kept.push(load);
        }
    }
    kept
}
