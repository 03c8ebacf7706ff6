# Read by bash before a page: stop at the first command that fails, and say where on the page it is.
unset BASH_ENV
set -eEuo pipefail
trap 'echo "$PAGE:$LINENO: \`$BASH_COMMAND\` ended with $?" >&2' ERR

# What `# → TEXT` behind a command becomes: its output has to contain the text.
expect() {
  local output
  output=$(cat)
  printf '%s\n' "$output"
  [[ $output == *"$1"* ]] && return 0
  echo "$PAGE:${BASH_LINENO[0]}: expected \`$1\` in: $output" >&2
  return 1
}
