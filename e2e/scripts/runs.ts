// What the scripts are run on, and how: a folder, and lines that bash runs too.

const log = Array.from({ length: 60 }, (_, index) => {
  const client = `10.0.0.${(index * index) % 7}`;
  const hour = String(6 + ((index * 5) % 9)).padStart(2, '0');
  const [path, status, size] = [
    ['/', 200, 1000 + index],
    ['/about us', 200, 512],
    ['/missing.png', 404, '-'],
    ['/old', 301, 12],
    ['/nothing/here?q=1', 404, 210],
  ][index % 5] ?? ['/', 500, 0];
  return `${client} - - [01/Feb/2024:${hour}:00:${String(index).padStart(2, '0')} +0000] "GET ${String(path)} HTTP/1.1" ${status} ${size}\n`;
});

/** The folder's content by path. */
export const files: Readonly<Record<string, string>> = {
  'photos/IMG_20240131_120000.jpg': 'a',
  'photos/IMG_20240131_120501.JPG': 'b',
  'photos/DSC-20230609-0001.jpeg': 'c',
  'photos/PXL20241224_tree top.jpg': 'd',
  'photos/holiday.jpg': 'e',
  'photos/notes.txt': 'no photo',
  'access.log': log.join(''),
  'project/src/main.src': '# a comment\nhello   \n\n  world\n',
  'project/src/lib/util.src': 'util one\n# no\nutil two\n',
  'people.csv': 'id,name,city\n3,Cem,Ankara\n1,Ada,London\n2,Böll,\n4,Dan,Oslo\n',
  'orders.csv': 'id,item,amount\n1,book,12.50\n3,lamp,40\n1,pen,0.99\n2,desk,x\n3,chair,99.9\n',
  'docs/a.txt': 'alpha\n',
  'docs/b b.txt': 'beta\n',
  'docs/sub/c.txt': 'gamma\n',
  'mess/empty': '',
  'mess/one.tmp': '1\n2\n',
  'mess/deep/two.bak': 'x\n',
  'mess/deep/copy of a.txt': 'same\n',
  'mess/a.txt': 'same\n',
  'mess/large': 'line of a large file\n'.repeat(300),
  'mess/keep.txt': 'other\n',
  'pages/Home Page.txt':
    '# Home & more\n\nFirst <b> line\nsecond line\n\n## Part\n- one\n- two\nlast',
  'pages/about.txt': '# About\nJust one paragraph.\n',
  'pages/draft.txt': 'no title here\n',
  'book.txt':
    "It was the best of times, it was the worst of times; it wasn't the age\nof foolishness. 'Tis the epoch of belief -- the epoch!\n",
  'stop.txt': 'the\nof\nit\n',
  'app.conf':
    '; settings\nname = "My App"\nroot=/srv/${name}   # where\n[server]\nport = 8080\nurl = http://localhost:${server.port}/${path:-index}\n[paths]\n  data = ${root}/data\nbroken line\nempty =\n',
};

/** The lines, one after another in the same folder: what one leaves the next one finds. */
export const lines: readonly string[] = [
  'scripts/photos.sh -n photos',
  'scripts/photos.sh -p trip photos',
  'scripts/photos.sh',
  'scripts/photos.sh -x photos',
  'scripts/log-summary.sh access.log',
  'scripts/log-summary.sh',
  'scripts/log-summary.sh nofile',
  'scripts/build.sh',
  'scripts/build.sh --strict; echo "status $?"',
  'echo missing >> project/src/main.src; rm project/build/main.obj; scripts/build.sh --strict',
  'bash scripts/csv-join.sh people.csv orders.csv',
  'scripts/backup.sh docs',
  'scripts/backup.sh docs',
  'echo new > docs/d.txt; rm docs/a.txt; scripts/backup.sh docs',
  'KEEP=2 scripts/backup.sh docs',
  'scripts/backup.sh',
  'scripts/clean-up.sh mess',
  'scripts/clean-up.sh mess remove',
  'for item in "buy milk" "call Eva" "write"; do scripts/todo.sh add "$item"; done',
  'scripts/todo.sh add -p a urgent thing; scripts/todo.sh done 2; scripts/todo.sh',
  'scripts/todo.sh all; scripts/todo.sh rm 1; scripts/todo.sh find EVA; scripts/todo.sh stats',
  'scripts/todo.sh done 9; scripts/todo.sh rm x; scripts/todo.sh nothing',
  'scripts/site.sh pages site',
  'cat "site/home-page.html" site/index.html site/style.css',
  'scripts/words.sh book.txt',
  'cat book.txt book.txt | sh scripts/words.sh -n 3 -i stop.txt',
  'scripts/words.sh -z book.txt',
  'scripts/verify.sh make docs',
  'scripts/verify.sh check docs',
  'echo more >> docs/d.txt; rm "docs/b b.txt"; echo x > docs/x; scripts/verify.sh check docs',
  'scripts/verify.sh',
  'scripts/config.sh app.conf',
  'scripts/config.sh app.conf get server.url; scripts/config.sh app.conf get none',
  'eval "$(scripts/config.sh app.conf export 2>/dev/null)"; echo "$NAME $SERVER_PORT"; bash -c \'echo "$PATHS_DATA"\'',
  // What programs start is this shell too.
  `find docs -type f -exec sh -c 'echo "$1 has $(wc -c < "$1") bytes"' _ {} \\; | sort`,
  "find docs pages -name '*.txt' | sort | xargs -d '\\n' -n 2 bash -c 'echo \"$# of $0: $*\"' me",
  'printf "%s\\n" app.conf | xargs -I{} scripts/config.sh {} get server.port',
  'env GREETING=hello sh -c \'echo "$GREETING from $0"\'; env -i PATH=/bin bash --norc -c \'echo "[$HOME]"\'',
  'ls /bin/sh /bin/bash; test -x /bin/bash; echo $?; printf "#!/bin/bash\\necho by path\\n" > q.sh; chmod +x q.sh 2>/dev/null; env ./q.sh; printf "./q.sh\\n" | xargs -I{} {}; /bin/bash q.sh; /bin/bash -c "echo in"',
  'timeout 5 bash -c "exit 7"; echo $?; printf \'echo "script $1"\\n\' > s.sh; timeout 5 bash s.sh x; timeout 0.2 bash -c "while :; do :; done"; echo $?',
];
