//! What a lowered body records about its coroutine, for rustc and for other steps of the plugin.

use rustc_index::{IndexVec, bit_set::BitMatrix};
use rustc_middle::mir::*;
use rustc_middle::ty::{CoroutineArgs, CoroutineArgsExt, TyCtxt};

use super::suspensions::SuspensionPoint;
use crate::mir::lowered;

/// The coroutine info of a lowered body, without its drop glue.
pub struct Record<'tcx>(Box<CoroutineInfo<'tcx>>);

impl<'tcx> Record<'tcx> {
    /// Records `body`, whose states are the reserved ones and `suspensions`. `stock` is what
    /// rustc's state transform recorded.
    pub fn new(
        tcx: TyCtxt<'tcx>,
        stock: &CoroutineInfo<'tcx>,
        body: &Body<'tcx>,
        suspensions: &[SuspensionPoint<'tcx>],
    ) -> Record<'tcx> {
        let stock_layout = stock.coroutine_layout.as_ref().expect("the state transform sets it");
        let mut variant_source_info = stock_layout.variant_source_info.clone();
        variant_source_info.truncate(CoroutineArgs::RESERVED_VARIANTS);
        variant_source_info.extend(suspensions.iter().map(|point| point.source_info));
        let states = variant_source_info.len();

        let unlayoutable = CoroutineSavedTy {
            ty: lowered::unlayoutable(tcx),
            source_info: SourceInfo::outermost(body.span),
            ignore_for_traits: true,
        };
        // No state has these fields. `lowered::saved_by_stock` reads them.
        let mut field_tys = IndexVec::from_raw(vec![unlayoutable]);
        field_tys.extend(stock_layout.field_tys.iter().cloned());
        let fields = field_tys.len();
        Record(Box::new(CoroutineInfo {
            yield_ty: None,
            resume_ty: None,
            coroutine_drop: None,
            coroutine_drop_async: None,
            coroutine_drop_proxy_async: stock.coroutine_drop_proxy_async.clone(),
            coroutine_layout: Some(CoroutineLayout {
                field_names: IndexVec::from_elem(None, &field_tys),
                field_tys,
                variant_fields: IndexVec::from_elem_n(IndexVec::new(), states),
                variant_source_info,
                storage_conflicts: BitMatrix::new(fields, fields),
            }),
            coroutine_kind: stock.coroutine_kind,
        }))
    }

    /// Attaches the record and the drop glue to the resume function.
    pub fn attach(mut self, mut poll: Body<'tcx>, drop_glue: Body<'tcx>) -> Body<'tcx> {
        self.0.coroutine_drop = Some(drop_glue);
        poll.coroutine = Some(self.0);
        poll
    }
}
