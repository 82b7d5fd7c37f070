//! Dissolves awaits of known coroutines into the awaiter.
//!
//! `f().await` polls a coroutine in a loop. If the coroutine's type is known when the awaiter is
//! lowered, its body replaces the call of `poll`. Its suspension points become the awaiter's own,
//! its locals become the awaiter's locals (whose slots overlap whatever is not alive at the same
//! time), and one switch resumes a whole chain of awaits.
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
//! Only the exact shape that rustc's desugaring produces is dissolved; anything else stays an
//! ordinary await. The decision depends on MIR and target alone, so it is the same at every
//! optimisation level.
//!
//! * [`site`] matches the shape and finds its parts.
//! * [`construction`] finds where the awaited coroutine is made.
//! * [`awaited`] reads the awaited coroutine's lowered body.
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

/// Dissolves every await of `body` that can be dissolved.
///
/// The context of the coroutine body `body` is already revealed; the local `context` holds the
/// current `&mut Context<'_>`.
pub fn dissolve<'tcx>(tcx: TyCtxt<'tcx>, body: &mut Body<'tcx>, context: Local) {
    // A spliced body adds no such await: its own awaits are dissolved already.
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
