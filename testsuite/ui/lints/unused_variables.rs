// Variables, assignments, mutability and imports that are not used, across suspensions.
//@ build-pass
//@ warning: unused import: `std::collections::HashMap`
//@ warning: variable does not need to be mutable
//@ warning: unused variable: `argument`
//@ warning: unused variable: `unused`
//@ warning: value assigned to `assigned` is never read
//@ lowered: 1
#![crate_type = "lib"]

use std::collections::HashMap;

pub async fn all(argument: u8) -> u8 {
    let unused = 1;
    let mut constant = 2;
    std::future::ready(()).await;
    let mut assigned = 3;
    assigned = constant;
    std::future::ready(()).await;
    assigned
}
