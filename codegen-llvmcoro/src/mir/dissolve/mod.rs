//! Awaits of known coroutines, dissolved into the awaiter.
//!
//! `f().await` polls a coroutine in a loop. If the type of that coroutine is known where the
//! awaiter is lowered, its body takes the place of the call of `poll`: its suspension points
//! become the awaiter's own, its locals become locals of the awaiter (with slots that overlap
//! whatever is not alive at the same time), and resuming a chain of awaits is one switch.
//!
//! ```text
//! loop:   pin, context = …                      loop:   context = …
//!         poll(pin, context) ─┬─► ready                 body ──────────────► ready
//!                             │                          ├─ suspend ─► (resumed) ─► body
//! yield ◄───── pending ◄──────┘                          └─ unwinds ─► the unwind path of poll
//!   └─ dropped ─► drop(awaitee) ─► …                     suspend ─► (dropped) ─► drops of the
//!                                                                  body ─► what follows the drop
//! ```
//!
//! Only the exact shape that rustc's desugaring makes is dissolved; anything else stays an
//! ordinary await. The decision depends on MIR and target alone, so that it is the same at every
//! optimisation level.
//!
//! * [`site`] matches the shape and finds what it is made of.
//! * [`construction`] finds where the awaited coroutine is made.
//! * [`awaited`] reads the lowered body of the awaited coroutine.
//! * [`splice`] puts that body into the awaiter.

mod awaited;
mod construction;
mod site;
mod splice;

use rustc_middle::mir::{Body, Local};
use rustc_middle::ty::TyCtxt;

use self::construction::Construction;
use self::site::{Mentions, Site};
use super::rustc_passes::ub_checks;
use crate::policy::{MAX_AWAITER_BLOCKS, max_repeated_blocks};

/// Dissolves every await of `body` that can be.
///
/// `body` is a coroutine body whose context is revealed; `context` is the local that holds its
/// current `&mut Context<'_>`.
pub fn dissolve<'tcx>(tcx: TyCtxt<'tcx>, body: &mut Body<'tcx>, context: Local) {
    // A spliced body brings no such await along: its own were dissolved before.
    let sites: Vec<_> = (body.basic_blocks.indices())
        .filter_map(|block| Some((block, site::polled_coroutine(tcx, body, block)?)))
        .collect();
    for &(block, coroutine) in &sites {
        let mentions = Mentions::of(body);
        let Some(site) = Site::find(tcx, body, &mentions, context, block) else { continue };
        let construction = Construction::find(tcx, body, &mentions, &site);
        let is_repeated = sites.iter().filter(|(_, other)| *other == coroutine).count() > 1;
        let kinds = body.basic_blocks.iter().map(|data| &data.terminator().kind);
        let size = body.basic_blocks.len() - kinds.map(ub_checks::added_blocks).sum::<usize>();
        let room = MAX_AWAITER_BLOCKS.saturating_sub(size);
        let limit = if is_repeated { room.min(max_repeated_blocks(tcx.sess)) } else { room };
        splice::splice(tcx, body, site, construction, limit);
    }
}
