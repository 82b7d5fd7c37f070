// Attributes that do not fit a coroutine.
//@ check-fail
//@ error[E0517]: attribute should be applied to a struct, enum, or union
#![crate_type = "lib"]

#[track_caller]
pub async fn tracked() {}

#[inline(always)]
#[must_use]
#[cold]
pub async fn allowed() {}

#[repr(transparent)]
pub async fn represented() {}
