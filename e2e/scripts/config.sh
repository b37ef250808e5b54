#!/bin/bash
# Reads a file of sections and settings, with comments, quotes, references and defaults; prints or changes it.
set -uo pipefail
declare -A config=()
declare -a order=()

trim() {
  local text=$1
  text=${text#"${text%%[![:space:]]*}"}
  text=${text%"${text##*[![:space:]]}"}
  REPLY=$text
}

unquote() {
  local quote=${1:0:1}
  if [[ ${#1} -ge 2 && $quote == [\"\'] && ${1: -1} == "$quote" ]]; then
    REPLY=${1:1:-1}
  else
    REPLY=$1
  fi
}

parse() {
  local line key value section='' number=0 errors=0
  while IFS= read -r line || [[ $line ]]; do
    ((number++))
    line=${line%%[[:space:]]#*}
    trim "$line"
    line=$REPLY
    case $line in
      '' | '#'* | ';'*) continue ;;
      '['*']') section=${line:1:-1}. ;;
      *=*)
        trim "${line%%=*}"
        key=$section$REPLY
        trim "${line#*=}"
        unquote "$REPLY"
        [[ -v config[$key] ]] || order+=("$key")
        config[$key]=$REPLY
        ;;
      *)
        echo "$1:$number: '$line' is no setting" >&2
        ((errors++))
        ;;
    esac
  done < "$1"
  return $((errors > 0))
}

resolve() {
  local text=$1 depth=${2:-0}
  ((depth < 10)) || { echo "too deep: $text" >&2; return 1; }
  while [[ $text =~ \$\{([a-zA-Z0-9_.]+)(:-([^}]*))?\} ]]; do
    local whole=${BASH_REMATCH[0]} name=${BASH_REMATCH[1]} default=${BASH_REMATCH[3]}
    local value=${config[$name]-$default}
    [[ $value == *'${'* ]] && { value=$(resolve "$value" $((depth + 1))) || return 1; }
    text=${text//"$whole"/$value}
  done
  printf '%s\n' "$text"
}

status=0
parse "$1" || status=1
case ${2-dump} in
  dump)
    for key in "${order[@]}"; do
      printf '%-20s = %s\n' "$key" "$(resolve "${config[$key]}")"
    done
    ;;
  get)
    [[ -v config[$3] ]] || { echo "no $3" >&2; exit 4; }
    resolve "${config[$3]}"
    ;;
  export)
    for key in "${!config[@]}"; do
      name=${key//./_}
      printf 'export %s=%q\n' "${name^^}" "${config[$key]}"
    done | sort
    ;;
esac
exit $status
