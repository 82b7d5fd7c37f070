//! The types of the values in random programs.

use std::fmt;

/// A type of the prelude, or one composed of these.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ty {
    /// `u8`.
    U8,
    /// `bool`.
    Bool,
    /// `f64`.
    F64,
    /// `u32`.
    U32,
    /// `u64`.
    U64,
    /// `u128`.
    U128,
    /// Reports its drop.
    Noisy,
    /// No bytes, but reports its drop.
    Zero,
    /// `String`.
    Text,
    /// 150 bytes.
    Big,
    /// Aligned to 64 bytes.
    Over,
    /// A struct with fields `a: Noisy`, `b: String`, `c: u32`.
    Pair,
    /// An enum with and without fields.
    Shape,
    /// A vector of `Noisy`.
    List,
    /// A trait object in a box.
    Dyn,
    /// A packed struct.
    Packed,
    /// 28 bytes, copied.
    Words,
    /// `()`.
    Unit,
    /// No bytes, no destructor.
    Mark,
    /// One byte with a destructor.
    Byte,
    /// One byte, of which three values are in use.
    Tiny,
    /// No bytes, but aligned to 32.
    Wide,
    /// A struct with fields of no bytes, of one byte, of many bytes, and over-aligned.
    Lane,
    /// An uninhabited type.
    Void,
    /// `Box<T>`.
    Boxed(Box<Ty>),
    /// `Option<T>`.
    Opt(Box<Ty>),
    /// A pair.
    Tup(Box<Ty>, Box<Ty>),
    /// Two elements.
    Arr(Box<Ty>),
    /// `&T`.
    Ref(Box<Ty>),
    /// `&mut T`.
    RefMut(Box<Ty>),
}

impl Ty {
    /// Whether a use leaves the value where it is.
    pub fn is_copy(&self) -> bool {
        match self {
            Ty::U8
            | Ty::Bool
            | Ty::F64
            | Ty::U32
            | Ty::U64
            | Ty::U128
            | Ty::Packed
            | Ty::Words
            | Ty::Unit
            | Ty::Mark
            | Ty::Tiny
            | Ty::Ref(_) => true,
            Ty::Opt(item) | Ty::Arr(item) => item.is_copy(),
            Ty::Tup(a, b) => a.is_copy() && b.is_copy(),
            _ => false,
        }
    }

    /// Whether it is a reference.
    pub fn is_ref(&self) -> bool {
        matches!(self, Ty::Ref(_) | Ty::RefMut(_))
    }

    /// The special properties of a capture of this type.
    pub fn as_capture(&self) -> &'static [&'static str] {
        match self {
            Ty::Void => &["uninhabited capture", "zero-sized capture"],
            Ty::Unit | Ty::Mark | Ty::Zero => &["zero-sized capture"],
            Ty::Opt(item) if **item == Ty::Void => &["zero-sized capture"],
            Ty::Wide => &["zero-sized capture", "over-aligned capture"],
            Ty::U8 | Ty::Bool | Ty::Byte | Ty::Tiny => &["one-byte capture"],
            Ty::Over => &["over-aligned capture"],
            _ => &[],
        }
    }

    /// The fields that can be moved out one by one, with their names.
    pub fn fields(&self) -> Vec<(&'static str, Ty)> {
        match self {
            Ty::Pair => vec![("a", Ty::Noisy), ("b", Ty::Text), ("c", Ty::U32)],
            Ty::Lane => vec![
                ("mark", Ty::Mark),
                ("flag", Ty::Bool),
                ("key", Ty::U64),
                ("byte", Ty::Byte),
                ("wide", Ty::Wide),
                ("count", Ty::U32),
            ],
            Ty::Tup(a, b) => vec![("0", (**a).clone()), ("1", (**b).clone())],
            _ => vec![],
        }
    }
}

/// The type in Rust syntax.
impl fmt::Display for Ty {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Ty::U8 => f.write_str("u8"),
            Ty::Bool => f.write_str("bool"),
            Ty::F64 => f.write_str("f64"),
            Ty::Dyn => f.write_str("Box<dyn Thing>"),
            Ty::Packed => f.write_str("Packed"),
            Ty::Words => f.write_str("Words"),
            Ty::Unit => f.write_str("()"),
            Ty::Mark => f.write_str("Mark"),
            Ty::Byte => f.write_str("Byte"),
            Ty::Tiny => f.write_str("Tiny"),
            Ty::Wide => f.write_str("Wide"),
            Ty::Lane => f.write_str("Lane"),
            Ty::Void => f.write_str("Void"),
            Ty::U32 => f.write_str("u32"),
            Ty::U64 => f.write_str("u64"),
            Ty::U128 => f.write_str("u128"),
            Ty::Noisy => f.write_str("Noisy"),
            Ty::Zero => f.write_str("Zero"),
            Ty::Text => f.write_str("String"),
            Ty::Big => f.write_str("Big"),
            Ty::Over => f.write_str("Over"),
            Ty::Pair => f.write_str("Pair"),
            Ty::Shape => f.write_str("Shape"),
            Ty::List => f.write_str("Vec<Noisy>"),
            Ty::Boxed(item) => write!(f, "Box<{item}>"),
            Ty::Opt(item) => write!(f, "Option<{item}>"),
            Ty::Tup(a, b) => write!(f, "({a}, {b})"),
            Ty::Arr(item) => write!(f, "[{item}; 2]"),
            Ty::Ref(item) => write!(f, "&{item}"),
            Ty::RefMut(item) => write!(f, "&mut {item}"),
        }
    }
}
