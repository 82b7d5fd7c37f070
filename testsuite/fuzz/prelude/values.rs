//! Values of many shapes.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt::{self, Debug};

use crate::{fuse, fuse_in_drop, trace};

/// A checksum of a value.
pub trait Look {
    fn look(&self) -> u32;
}

/// Changes a value in place.
pub trait Poke {
    fn poke(&mut self, by: u32);
}

macro_rules! numbers {
    ($($ty:ty)*) => {
        $(
            impl Look for $ty {
                fn look(&self) -> u32 {
                    *self as u32
                }
            }

            impl Poke for $ty {
                fn poke(&mut self, by: u32) {
                    *self = self.wrapping_add(by as $ty);
                }
            }
        )*
    };
}

numbers! { u8 u16 u32 u64 u128 }

impl Look for bool {
    fn look(&self) -> u32 {
        u32::from(*self)
    }
}

impl Poke for bool {
    fn poke(&mut self, by: u32) {
        *self ^= by % 2 == 1;
    }
}

impl Look for f64 {
    fn look(&self) -> u32 {
        *self as u32
    }
}

impl Poke for f64 {
    fn poke(&mut self, by: u32) {
        *self += f64::from(by) / 4.0;
    }
}

impl Look for () {
    fn look(&self) -> u32 {
        0
    }
}

impl Poke for () {
    fn poke(&mut self, _: u32) {}
}

/// Tells of its beginning and its end.
pub struct Noisy {
    id: u32,
    check: u32,
}

impl Noisy {
    pub fn new(id: u32) -> Self {
        fuse(id);
        trace(format_args!("new {id}"));
        Noisy { id, check: !id }
    }
}

impl Clone for Noisy {
    fn clone(&self) -> Self {
        Noisy::new(self.look() + 1000)
    }
}

impl Debug for Noisy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "N{}", self.look())
    }
}

impl Look for Noisy {
    fn look(&self) -> u32 {
        if self.check == !self.id { self.id } else { u32::MAX }
    }
}

impl Poke for Noisy {
    fn poke(&mut self, by: u32) {
        self.id = self.look().wrapping_add(by) % 100_000;
        self.check = !self.id;
    }
}

impl Drop for Noisy {
    fn drop(&mut self) {
        trace(format_args!("drop {}", self.look()));
        fuse_in_drop(self.id);
    }
}

/// Has no bytes, but an end.
#[derive(Debug)]
pub struct Zero(());

impl Zero {
    pub fn new() -> Self {
        Zero(())
    }
}

impl Clone for Zero {
    fn clone(&self) -> Self {
        Zero::new()
    }
}

impl Look for Zero {
    fn look(&self) -> u32 {
        5
    }
}

impl Poke for Zero {
    fn poke(&mut self, _: u32) {
        trace(format_args!("poke zero"));
    }
}

impl Drop for Zero {
    fn drop(&mut self) {
        trace(format_args!("drop zero"));
        fuse_in_drop(0);
    }
}

/// Has no bytes and no end.
#[derive(Clone, Copy, Debug)]
pub struct Mark;

impl Look for Mark {
    fn look(&self) -> u32 {
        11
    }
}

impl Poke for Mark {
    fn poke(&mut self, _: u32) {
        trace(format_args!("poke mark"));
    }
}

/// One byte, which tells of its end.
#[derive(Debug)]
pub struct Byte(pub u8);

impl Byte {
    pub fn new(id: u32) -> Self {
        Byte(id as u8)
    }
}

impl Clone for Byte {
    fn clone(&self) -> Self {
        Byte(self.0 ^ 0x80)
    }
}

impl Look for Byte {
    fn look(&self) -> u32 {
        u32::from(self.0)
    }
}

impl Poke for Byte {
    fn poke(&mut self, by: u32) {
        self.0 = self.0.wrapping_add(by as u8);
    }
}

impl Drop for Byte {
    fn drop(&mut self) {
        trace(format_args!("drop byte {}", self.0));
        fuse_in_drop(self.look());
    }
}

/// One byte of which three values are in use.
#[derive(Clone, Copy, Debug)]
pub enum Tiny {
    Red,
    Green,
    Blue,
}

impl Tiny {
    pub fn new(id: u32) -> Self {
        match id % 3 {
            0 => Tiny::Red,
            1 => Tiny::Green,
            _ => Tiny::Blue,
        }
    }
}

impl Look for Tiny {
    fn look(&self) -> u32 {
        match self {
            Tiny::Red => 2,
            Tiny::Green => 3,
            Tiny::Blue => 5,
        }
    }
}

impl Poke for Tiny {
    fn poke(&mut self, by: u32) {
        *self = Tiny::new(self.look() + by % 3);
    }
}

/// No bytes, but an end and an address, which it looks at.
#[derive(Debug)]
#[repr(align(32))]
pub struct Wide(());

impl Wide {
    pub fn new() -> Self {
        Wide(())
    }
}

impl Clone for Wide {
    fn clone(&self) -> Self {
        Wide::new()
    }
}

impl Look for Wide {
    #[inline(never)]
    fn look(&self) -> u32 {
        let address = core::hint::black_box(&raw const *self as usize);
        if address % 32 == 0 { 13 } else { u32::MAX }
    }
}

impl Poke for Wide {
    fn poke(&mut self, _: u32) {
        trace(format_args!("poke wide {}", self.look()));
    }
}

impl Drop for Wide {
    fn drop(&mut self) {
        trace(format_args!("drop wide {}", self.look()));
        fuse_in_drop(13);
    }
}

/// Fields of no bytes, of one and of many; a closure captures them one by one.
#[derive(Clone, Debug)]
pub struct Lane {
    pub mark: Mark,
    pub flag: bool,
    pub key: u64,
    pub byte: Byte,
    pub wide: Wide,
    pub count: u32,
}

impl Lane {
    pub fn new(id: u32) -> Self {
        Lane {
            mark: Mark,
            flag: id % 2 == 0,
            key: u64::from(id) << 7,
            byte: Byte::new(id),
            wide: Wide::new(),
            count: id,
        }
    }
}

impl Look for Lane {
    fn look(&self) -> u32 {
        self.flag.look() ^ self.key.look() ^ self.byte.look() ^ self.wide.look() ^ self.count
    }
}

impl Poke for Lane {
    fn poke(&mut self, by: u32) {
        self.key.poke(by);
        self.byte.poke(by);
        self.count.poke(by);
    }
}

/// Has no value.
#[derive(Clone, Debug)]
pub enum Void {}

impl Look for Void {
    fn look(&self) -> u32 {
        match *self {}
    }
}

impl Poke for Void {
    fn poke(&mut self, _: u32) {
        match *self {}
    }
}

/// No value, which no compiler can foresee.
#[inline(never)]
pub fn nothing(id: u32) -> Option<Void> {
    trace(format_args!("nothing {id}"));
    None
}

/// Over-aligned; says so when it is not.
#[derive(Clone, Debug)]
#[repr(align(64))]
pub struct Over(pub u32);

impl Over {
    pub fn new(id: u32) -> Self {
        Over(id)
    }
}

impl Look for Over {
    #[inline(never)]
    fn look(&self) -> u32 {
        let address = core::hint::black_box(&raw const *self as usize);
        if address % 64 == 0 { self.0 } else { u32::MAX }
    }
}

impl Poke for Over {
    fn poke(&mut self, by: u32) {
        self.0 = self.look().wrapping_add(by);
    }
}

/// Many bytes, all of which count.
#[derive(Clone)]
pub struct Big([u8; 150]);

impl Big {
    pub fn new(id: u32) -> Self {
        let mut bytes = [0; 150];
        for (n, byte) in bytes.iter_mut().enumerate() {
            *byte = (id as usize + n * 7) as u8;
        }
        Big(bytes)
    }
}

impl Debug for Big {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "B{}", self.look())
    }
}

impl Look for Big {
    fn look(&self) -> u32 {
        self.0.iter().fold(1, |sum: u32, byte| sum.wrapping_mul(31).wrapping_add(u32::from(*byte)))
    }
}

impl Poke for Big {
    fn poke(&mut self, by: u32) {
        let at = by as usize % self.0.len();
        self.0[at] ^= by as u8 | 1;
    }
}

/// More words than registers, copied.
#[derive(Clone, Copy, Debug)]
pub struct Words([u32; 7]);

impl Words {
    pub fn new(id: u32) -> Self {
        Words(core::array::from_fn(|n| id.wrapping_mul(n as u32 + 1)))
    }
}

impl Look for Words {
    fn look(&self) -> u32 {
        self.0.iter().fold(1, |sum: u32, word| sum.wrapping_mul(31).wrapping_add(*word))
    }
}

impl Poke for Words {
    fn poke(&mut self, by: u32) {
        self.0.iter_mut().for_each(|word| *word = word.wrapping_add(by));
    }
}

/// Fields that are not aligned.
#[derive(Clone, Copy, Debug)]
#[repr(packed)]
pub struct Packed(pub u8, pub u32, pub u16);

impl Look for Packed {
    fn look(&self) -> u32 {
        u32::from(self.0) ^ self.1 ^ u32::from(self.2)
    }
}

impl Poke for Packed {
    fn poke(&mut self, by: u32) {
        self.1 = self.1.wrapping_add(by);
    }
}

/// What a trait object can do.
pub trait Thing: Debug + Look + Poke {
    fn twin(&self) -> Box<dyn Thing>;
}

impl<T: Debug + Look + Poke + Clone + 'static> Thing for T {
    fn twin(&self) -> Box<dyn Thing> {
        Box::new(self.clone())
    }
}

impl Clone for Box<dyn Thing> {
    fn clone(&self) -> Self {
        (**self).twin()
    }
}

/// Something behind a trait object.
pub fn thing(id: u32) -> Box<dyn Thing> {
    match id % 3 {
        0 => Box::new(Noisy::new(id)),
        1 => Box::new((text(id), Noisy::new(id))),
        _ => Box::new(Big::new(id)),
    }
}

/// A future with something beside it.
pub struct Beside<F> {
    pub before: Noisy,
    pub future: F,
    pub after: Noisy,
}

/// A struct whose fields may be moved one by one.
#[derive(Clone, Debug)]
pub struct Pair {
    pub a: Noisy,
    pub b: String,
    pub c: u32,
}

impl Look for Pair {
    fn look(&self) -> u32 {
        self.a.look() ^ self.b.look() ^ self.c
    }
}

impl Poke for Pair {
    fn poke(&mut self, by: u32) {
        self.a.poke(by);
        self.b.poke(by);
        self.c.poke(by);
    }
}

/// An enum with fields in some variants.
#[derive(Clone, Debug)]
pub enum Shape {
    Empty,
    One(Noisy),
    Two(String, Noisy),
}

impl Shape {
    pub fn new(id: u32) -> Self {
        match id % 3 {
            0 => Shape::Empty,
            1 => Shape::One(Noisy::new(id)),
            _ => Shape::Two(text(id), Noisy::new(id)),
        }
    }
}

impl Look for Shape {
    fn look(&self) -> u32 {
        match self {
            Shape::Empty => 0,
            Shape::One(a) => a.look(),
            Shape::Two(a, b) => a.look() ^ b.look(),
        }
    }
}

impl Poke for Shape {
    fn poke(&mut self, by: u32) {
        match self {
            Shape::Empty => {}
            Shape::One(a) => a.poke(by),
            Shape::Two(a, b) => {
                a.poke(by);
                b.poke(by);
            }
        }
    }
}

impl Look for String {
    fn look(&self) -> u32 {
        self.bytes().fold(7, |sum: u32, byte| sum.wrapping_mul(31).wrapping_add(u32::from(byte)))
    }
}

impl Poke for String {
    fn poke(&mut self, by: u32) {
        self.push(char::from(b'a' + (by % 26) as u8));
    }
}

impl<T: Look + ?Sized> Look for Box<T> {
    fn look(&self) -> u32 {
        (**self).look()
    }
}

impl<T: Poke + ?Sized> Poke for Box<T> {
    fn poke(&mut self, by: u32) {
        (**self).poke(by);
    }
}

impl<T: Look + ?Sized> Look for &T {
    fn look(&self) -> u32 {
        (**self).look()
    }
}

impl<T: Look + ?Sized> Look for &mut T {
    fn look(&self) -> u32 {
        (**self).look()
    }
}

impl<T: Poke + ?Sized> Poke for &mut T {
    fn poke(&mut self, by: u32) {
        (**self).poke(by);
    }
}

impl<T: Look> Look for Option<T> {
    fn look(&self) -> u32 {
        self.as_ref().map_or(1, Look::look)
    }
}

impl<T: Poke> Poke for Option<T> {
    fn poke(&mut self, by: u32) {
        if let Some(value) = self {
            value.poke(by);
        }
    }
}

impl<T: Look> Look for Vec<T> {
    fn look(&self) -> u32 {
        self.iter().fold(3, |sum: u32, item| sum.wrapping_mul(31).wrapping_add(item.look()))
    }
}

impl<T: Poke> Poke for Vec<T> {
    fn poke(&mut self, by: u32) {
        if let Some(value) = self.last_mut() {
            value.poke(by);
        }
    }
}

impl<T: Look, const N: usize> Look for [T; N] {
    fn look(&self) -> u32 {
        self.iter().fold(9, |sum: u32, item| sum.wrapping_mul(31).wrapping_add(item.look()))
    }
}

impl<T: Poke, const N: usize> Poke for [T; N] {
    fn poke(&mut self, by: u32) {
        if let Some(value) = self.last_mut() {
            value.poke(by);
        }
    }
}

impl<A: Look, B: Look> Look for (A, B) {
    fn look(&self) -> u32 {
        self.0.look().wrapping_mul(31).wrapping_add(self.1.look())
    }
}

impl<A: Poke, B: Poke> Poke for (A, B) {
    fn poke(&mut self, by: u32) {
        self.0.poke(by);
        self.1.poke(by);
    }
}

/// Changes what it borrows when it ends.
pub struct Guard<'a>(pub &'a mut u32, pub u32);

impl Drop for Guard<'_> {
    fn drop(&mut self) {
        *self.0 = self.0.wrapping_add(self.1);
        trace(format_args!("guard {} ends at {}", self.1, self.0));
        fuse_in_drop(self.1);
    }
}

/// A string on the heap.
#[inline(never)]
pub fn text(id: u32) -> String {
    let mut text = String::new();
    for n in 0..3 + id % 20 {
        text.push(char::from(b'a' + ((id + n) % 26) as u8));
    }
    text
}

/// A vector of values that tell of their ends.
pub fn list(id: u32, len: u32) -> Vec<Noisy> {
    (0..len).map(|n| Noisy::new(id * 10 + n)).collect()
}

/// Any value of a type: what the reducer puts in the place of an expression.
pub trait Make {
    fn make() -> Self;
}

macro_rules! some {
    ($($ty:ty = $value:expr;)*) => {
        $(
            impl Make for $ty {
                fn make() -> Self {
                    $value
                }
            }
        )*
    };
}

some! {
    () = ();
    u8 = 1;
    bool = true;
    f64 = 1.0;
    Packed = Packed(1, 1, 1);
    Mark = Mark;
    Byte = Byte::new(1);
    Tiny = Tiny::new(1);
    Wide = Wide::new();
    Lane = Lane::new(1);
    Void = nothing(1).expect("there is a value");
    Box<dyn Thing> = thing(1);
    u32 = 1;
    u64 = 1;
    u128 = 1;
    Noisy = Noisy::new(1);
    Zero = Zero::new();
    Over = Over::new(1);
    Big = Big::new(1);
    String = text(1);
    Shape = Shape::new(2);
    Pair = Pair { a: Noisy::new(1), b: text(1), c: 1 };
}

impl<T: Make> Make for Box<T> {
    fn make() -> Self {
        Box::new(T::make())
    }
}

impl<T: Make> Make for Option<T> {
    fn make() -> Self {
        Some(T::make())
    }
}

impl<T: Make> Make for Vec<T> {
    fn make() -> Self {
        Vec::from([T::make()])
    }
}

impl<T: Make, const N: usize> Make for [T; N] {
    fn make() -> Self {
        [(); N].map(|()| T::make())
    }
}

impl<A: Make, B: Make> Make for (A, B) {
    fn make() -> Self {
        (A::make(), B::make())
    }
}

impl<T: Make, E> Make for Result<T, E> {
    fn make() -> Self {
        Ok(T::make())
    }
}

/// Any value of the type that is wanted.
pub fn some<T: Make>() -> T {
    T::make()
}
