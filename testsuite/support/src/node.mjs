// The machine that WebAssembly programs of the tests run on: `node node.mjs PROGRAM`.
//
// A program imports two functions: `write` sends bytes to an output by its number, `exit` ends the
// program. A trap is a message and status 1.

import { readFileSync, writeSync } from "node:fs";
import { argv, exit } from "node:process";

const machine = {
  write(output, start, count) {
    let bytes = new Uint8Array(program.exports.memory.buffer, start, count);
    while (bytes.length > 0) {
      bytes = bytes.subarray(writeSync(output, bytes));
    }
  },
  exit,
};

const module = new WebAssembly.Module(readFileSync(argv[2]));
const program = new WebAssembly.Instance(module, { machine });
try {
  program.exports.main(0, 0);
} catch (trap) {
  writeSync(1, `${trap}\n`);
  exit(1);
}
