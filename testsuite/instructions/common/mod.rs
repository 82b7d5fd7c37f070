//! The future that the programs suspend by.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

include!("../../common/suspend.rs");
