//! Switches on the variant of an enum.

use rustc_middle::mir::*;

/// The end of a block that reads an enum's variant and switches on it.
pub struct VariantSwitch<'a, 'tcx> {
    /// The place with the enum.
    pub place: Place<'tcx>,
    /// The local that the variant is read into.
    pub variant: Local,
    /// Where it leads to.
    pub targets: &'a SwitchTargets,
    /// The statement that reads the variant.
    pub read: &'a Statement<'tcx>,
    /// What the block does before.
    pub before: &'a [Statement<'tcx>],
}

impl<'a, 'tcx> VariantSwitch<'a, 'tcx> {
    /// The one at the end of a block, if there is one.
    pub fn of(data: &'a BasicBlockData<'tcx>) -> Option<Self> {
        let (switched, targets) = data.terminator().kind.as_switch()?;
        let (read, before) = data.statements.split_last()?;
        let (variant, place) = variant_read(read)?;
        let switched = switched.place()?.as_local()?;
        (switched == variant).then_some(VariantSwitch { place, variant, targets, read, before })
    }
}

/// The local that `statement` reads the variant of an enum into, and the enum's place.
pub fn variant_read<'tcx>(statement: &Statement<'tcx>) -> Option<(Local, Place<'tcx>)> {
    let (place, Rvalue::Discriminant(of)) = statement.kind.as_assign()? else { return None };
    Some((place.as_local()?, *of))
}
