#!/bin/bash
# Makes a web site of text files: a page each, and an index. A line of `# Title` first, then paragraphs.
set -eu
in=${1:?in} out=${2:?out}
declare -a index=()

escape() { sed -e 's/&/\&amp;/g' -e 's/</\&lt;/g' -e 's/>/\&gt;/g'; }

body() {
  local line paragraph=''
  flush() {
    [[ -n $paragraph ]] && echo "    <p>$paragraph</p>"
    paragraph=''
    return 0
  }
  while IFS= read -r line || [[ -n $line ]]; do
    case $line in
      '## '*) flush; echo "    <h2>${line#\#\# }</h2>" ;;
      '- '*) flush; echo "    <li>${line#- }</li>" ;;
      '') flush ;;
      *) paragraph+="${paragraph:+ }$line" ;;
    esac
  done
  flush
}

page() {
  local title=$1
  cat <<-HTML
	<!doctype html>
	<html lang="en">
	  <head>
	    <meta charset="utf-8">
	    <title>$title</title>
	  </head>
	  <body>
	    <h1>$title</h1>
	$(cat)
	  </body>
	</html>
	HTML
}

mkdir -p "$out"
for source in "$in"/*.txt; do
  read -r first < "$source"
  [[ $first == '# '* ]] || { echo "$source: no title" >&2; continue; }
  title=$(echo "${first#\# }" | escape)
  name=$(basename "$source" .txt)
  slug=${name// /-}
  slug=${slug,,}
  tail -n +2 "$source" | escape | body | page "$title" > "$out/$slug.html"
  words=$(tail -n +2 "$source" | wc -w)
  index+=("$slug:$((words)):$title")
done

{
  echo '    <ul>'
  for entry in "${index[@]}"; do
    IFS=: read -r slug words title <<< "$entry"
    printf '      <li><a href="%s.html">%s</a> (%d words)</li>\n' "$slug" "$title" "$words"
  done
  echo '    </ul>'
} | page 'All pages' > "$out/index.html"

cat > "$out/style.css" << 'CSS'
body { margin: 2em $auto; }
CSS
echo "${#index[@]} pages, $(cat "$out"/*.html | wc -l) lines"
ls "$out"
