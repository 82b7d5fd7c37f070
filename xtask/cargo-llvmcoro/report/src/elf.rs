//! Sizes and addresses in a linked program.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use object::{Object, ObjectSection, ObjectSymbol};

/// A linked program in memory.
#[derive(Debug)]
pub struct Program {
    sections: Vec<(String, u64)>,
    symbols: Vec<(String, u64)>,
}

impl Program {
    /// Reads the ELF file at `path`.
    pub fn read(path: &Path) -> Result<Self> {
        let name = path.display().to_string();
        let data = fs::read(path).with_context(|| format!("reading {name}"))?;
        let parse = || -> object::Result<_> {
            let file = object::File::parse(&*data)?;
            let sections = file
                .sections()
                .map(|section| Ok((section.name()?.to_owned(), section.size())))
                .collect::<object::Result<_>>()?;
            let symbols = file
                .symbols()
                // `object` does not count the symbols of linker scripts as definitions.
                .filter(|symbol| !symbol.is_undefined())
                .map(|symbol| Ok((symbol.name()?.to_owned(), symbol.address())))
                .collect::<object::Result<_>>()?;
            Ok((sections, symbols))
        };
        let (sections, symbols) =
            parse().with_context(|| format!("{name} is no sound ELF file"))?;
        Ok(Program { sections, symbols })
    }

    /// The size in bytes of the section called `name`; 0 if there is none.
    pub fn section_size(&self, name: &str) -> u64 {
        self.sections.iter().filter(|(other, _)| other == name).map(|(_, size)| size).sum()
    }

    /// The address of the symbol called `name`, if there is one.
    pub fn address(&self, name: &str) -> Option<u64> {
        self.symbols.iter().find(|(other, _)| other == name).map(|(_, address)| *address)
    }

    /// The address of the first instruction of the Thumb function called `name`, if there is one.
    pub fn function(&self, name: &str) -> Option<u64> {
        // The lowest bit marks Thumb code; it is not part of the address.
        self.address(name).map(|address| address & !1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::env;

    #[test]
    fn the_test_program_itself() {
        let program = Program::read(&env::current_exe().unwrap()).unwrap();
        assert!(program.section_size(".text") > 1000);
        assert_eq!(program.section_size(".no_such_section"), 0);
        assert!(program.function("main").is_some());
        assert_eq!(program.function("no such function"), None);
    }

    #[test]
    fn another_file_is_refused() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
        let message = Program::read(&path).unwrap_err().to_string();
        assert!(message.contains("no sound ELF file"), "{message}");
    }
}
