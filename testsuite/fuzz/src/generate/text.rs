//! Source text, one statement per line.

/// The lines so far, indented.
#[derive(Clone, Debug, Default)]
pub struct Text {
    lines: String,
    indent: usize,
}

impl Text {
    /// Adds a line.
    pub fn line(&mut self, line: impl AsRef<str>) {
        for _ in 0..self.indent {
            self.lines.push_str("    ");
        }
        self.lines.push_str(line.as_ref());
        self.lines.push('\n');
    }

    /// Adds a line that opens a block.
    pub fn open(&mut self, line: impl AsRef<str>) {
        self.line(line);
        self.indent += 1;
    }

    /// Adds a line that closes a block.
    pub fn close(&mut self, line: impl AsRef<str>) {
        self.indent -= 1;
        self.line(line);
    }

    /// Adds a line between two blocks, such as `} else {`.
    pub fn between(&mut self, line: impl AsRef<str>) {
        self.close(line);
        self.indent += 1;
    }

    /// The whole text.
    pub fn finish(self) -> String {
        self.lines
    }
}
