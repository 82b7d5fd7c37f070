//! Makes crates agree on frames.
//!
//! A frame depends on nothing but the coroutine's encoded body and the target, so crates compiled
//! by one release of this plugin agree. Crates of different releases (or test options) might not,
//! and the linker would silently join them: one would reserve a frame, another would write to it.
//! So each object file carries notes in a section that the linker drops: one for the rules that
//! frames were laid out by, and one for each frame it has code for. [`check`] compares them when it
//! links the final artifact.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use llvmcoro_contract::layout::FrameLayout;
use llvmcoro_contract::note::Note;
use object::read::archive::ArchiveFile;
use object::{Object, ObjectSection};
use rustc_codegen_ssa::{CompiledModules, CrateInfo};
use rustc_middle::ty::TyCtxt;
use rustc_session::Session;
use rustc_session::config::CrateType;
use rustc_target::spec::BinaryFormat;
use wasmparser::{KnownCustom, Linking, Parser, Payload};

use crate::frame::compute::Frame;
use crate::policy::Options;

/// The section that holds the notes; in WebAssembly, a segment of the data.
const SECTION: &str = ".llvmcoro.frames";

/// The same in Mach-O.
const MACH_O_SECTION: &str = "__llvmcoro";

/// A section for notes as LLVM wants to be told.
pub struct Section {
    /// Its name.
    pub name: String,
    /// Whether LLVM has to tell the linker to leave it out.
    pub excluded: bool,
}

/// Where notes go, so that the linker drops them; `None` if the target has no object files that a
/// link could read.
pub fn section(sess: &Session) -> Option<Section> {
    if sess.target.obj_is_bitcode {
        return None;
    }
    let (name, excluded) = match sess.target.binary_format {
        // Sections for debuggers stay in the object files.
        BinaryFormat::MachO => (format!("__DWARF,{MACH_O_SECTION},regular,debug"), false),
        // What is excluded becomes a custom section, which linkers keep. They drop a segment that
        // nothing refers to.
        BinaryFormat::Wasm => (SECTION.to_owned(), false),
        BinaryFormat::Coff | BinaryFormat::Elf | BinaryFormat::Xcoff => (SECTION.to_owned(), true),
    };
    Some(Section { name, excluded })
}

/// The release of the layout rules. Raise it with every change that can alter a frame, or how the
/// functions that work on one are called.
const RULES: u32 = 18;

/// The note on the layout rules. It is the only note of a crate that reserves a frame but leaves
/// the code to another crate.
pub fn note_of_rules(tcx: TyCtxt<'_>) -> Note {
    let value = format!("release {RULES}{}", Options::of(tcx.sess).test_frame_salt);
    #[cfg(feature = "mutations")]
    let value = value + crate::mutation::name(tcx.sess).unwrap_or_default();
    Note {
        key: "rules".to_owned(),
        subject: "the rules by which frames are laid out".to_owned(),
        value,
    }
}

/// The note on `frame`.
pub fn note_of_frame<'tcx>(tcx: TyCtxt<'tcx>, frame: &Frame<'tcx>) -> Note {
    let FrameLayout { size, align, tag, offsets, .. } = &frame.layout;
    let offsets: Vec<String> = offsets
        .iter()
        .map(|offset| offset.map_or("-".to_owned(), |offset| offset.to_string()))
        .collect();
    Note {
        // The type's hash is the same in every crate, and unique to the type.
        key: tcx.type_id_hash(frame.ty).as_u128().to_string(),
        subject: format!("the frame of `{}`", frame.model.name),
        value: format!(
            "size {size} align {align} index {:?} slots {}{}",
            (tag.bits, tag.offset),
            offsets.join(" "),
            Options::of(tcx.sess).test_frame_salt,
        ),
    }
}

/// Stops the link if two object files disagree.
pub fn check(sess: &Session, compiled: &CompiledModules, crate_info: &CrateInfo) {
    let links = sess.opts.output_types.should_link()
        && crate_info.crate_types.iter().any(|ty| *ty != CrateType::Rlib);
    if !links {
        return;
    }
    let mut seen = Seen::default();
    for object in compiled.modules.iter().filter_map(|module| module.object.as_deref()) {
        seen.read_file(sess, object);
    }
    for krate in &crate_info.used_crates {
        if let Some(rlib) = &crate_info.used_crate_source[krate].rlib {
            seen.read_file(sess, rlib);
        }
    }
}

/// The first note on each subject: its value and its file.
#[derive(Default)]
struct Seen(BTreeMap<String, (String, PathBuf)>);

impl Seen {
    fn read_file(&mut self, sess: &Session, path: &Path) {
        // The linker reports files that cannot be read or parsed.
        let Ok(data) = std::fs::read(path) else { return };
        if let Ok(archive) = ArchiveFile::parse(&*data) {
            for member in archive.members().flatten() {
                if let Ok(object) = member.data(&*data) {
                    self.read_object(sess, path, object);
                }
            }
        } else {
            self.read_object(sess, path, &data);
        }
    }

    fn read_object(&mut self, sess: &Session, path: &Path, data: &[u8]) {
        let notes = if Parser::is_core_wasm(data) {
            notes_in_wasm(data).ok()
        } else {
            notes_in_sections(data).ok()
        };
        for note in notes.into_iter().flatten() {
            self.add(sess, path, note);
        }
    }

    fn add(&mut self, sess: &Session, path: &Path, note: Note) {
        let Some((value, first)) = self.0.get(&note.key) else {
            self.0.insert(note.key, (note.value, path.to_owned()));
            return;
        };
        if *value != note.value {
            sess.dcx()
                .struct_fatal(format!("llvmcoro: two crates disagree on {}", note.subject))
                .with_note(format!("{}: {value}", first.display()))
                .with_note(format!("{}: {}", path.display(), note.value))
                .with_help(
                    "compile all crates with one version and one set of options of the plugin",
                )
                .emit();
        }
    }
}

/// The notes in an object file that has sections.
fn notes_in_sections(data: &[u8]) -> object::Result<Vec<Note>> {
    let mut notes = vec![];
    for section in object::File::parse(data)?.sections() {
        if matches!(section.name(), Ok(SECTION | MACH_O_SECTION)) {
            notes.extend(Note::decode_all(&section.uncompressed_data()?));
        }
    }
    Ok(notes)
}

/// The notes in an object file of WebAssembly, whose last part names the segments of the data.
fn notes_in_wasm(data: &[u8]) -> wasmparser::Result<Vec<Note>> {
    let mut segments = vec![];
    let mut notes = vec![];
    for part in Parser::new(0).parse_all(data) {
        match part? {
            Payload::DataSection(data) => {
                segments = data.into_iter().collect::<wasmparser::Result<_>>()?;
            }
            Payload::CustomSection(custom) => {
                let KnownCustom::Linking(parts) = custom.as_known() else { continue };
                for part in parts.subsections() {
                    let Linking::SegmentInfo(names) = part? else { continue };
                    for (segment, name) in segments.iter().zip(names) {
                        if name?.name == SECTION {
                            notes.extend(Note::decode_all(segment.data));
                        }
                    }
                }
            }
            _ => {}
        }
    }
    Ok(notes)
}
