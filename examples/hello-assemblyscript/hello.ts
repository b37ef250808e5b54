// Greets whom name.txt names. Plain AssemblyScript: nothing here knows of a browser, or of promises.
import { Console, FileSystem } from 'as-wasi/assembly';

function main(): void {
  const file = FileSystem.open('name.txt');
  if (file !== null) {
    const name = file.readString();
    if (name !== null) Console.log(`Hello, ${name.trim()}!`);
    file.close();
  } else {
    Console.error('name.txt cannot be opened');
    process.exit(1);
  }
}

main();
