//! What object files say about frames.
//!
//! A section holds notes. Each names a subject, and a value that every object file must agree on.

/// What one object file says about one subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Identifies the subject, in every crate.
    pub key: String,
    /// The subject, for people.
    pub subject: String,
    /// The value to agree on.
    pub value: String,
}

impl Note {
    /// The note as three nul-terminated strings.
    pub fn encode(&self) -> Vec<u8> {
        let mut bytes = vec![];
        for text in [&self.key, &self.subject, &self.value] {
            bytes.extend(text.bytes());
            bytes.push(0);
        }
        bytes
    }

    /// All notes of a section. The linker or assembler may have padded it with nuls.
    pub fn decode_all(section: &[u8]) -> Vec<Note> {
        let mut strings = section.split(|byte| *byte == 0).filter(|text| !text.is_empty());
        let mut next = || Some(String::from_utf8_lossy(strings.next()?).into_owned());
        let mut notes = vec![];
        while let (Some(key), Some(subject), Some(value)) = (next(), next(), next()) {
            notes.push(Note { key, subject, value });
        }
        notes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn note(key: &str) -> Note {
        let [key, subject, value] = [key, "the frame of `f`", "size 8"].map(str::to_owned);
        Note { key, subject, value }
    }

    #[test]
    fn notes_read_back() {
        let notes = [note("1"), note("2")];
        let mut section = vec![0, 0];
        for note in &notes {
            section.extend(note.encode());
            section.extend([0; 3]);
        }
        assert_eq!(Note::decode_all(&section), notes);
    }

    #[test]
    fn half_a_note_is_none() {
        let bytes = note("1").encode();
        let cut = &bytes[..bytes.len() - "size 8\0".len()];
        assert_eq!(Note::decode_all(cut), []);
    }
}
