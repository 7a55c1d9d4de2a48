# Counts the tests in surefire's reports, and says plainly which were skipped and why. The reason is
# an attribute (@Disabled) or, of an assumption that failed, the first line of the stack trace, which
# may stand behind a break; an attribute may go on over lines.
/<testsuite / {
  if (match($0, / tests="[0-9]+/)) tests += substr($0, RSTART + 8, RLENGTH - 8)
  if (match($0, / skipped="[0-9]+/)) skipped += substr($0, RSTART + 10, RLENGTH - 10)
}
/<testcase / {
  name = attribute($0, "classname"); sub(/.*\./, "", name)
  test = attribute($0, "name")
}
/<skipped/ { pending = ""; open = 1; sub(/.*<skipped/, "") }
open {
  pending = pending (pending == "" ? "" : " ") $0
  if (reason(pending) != "" || pending ~ /^[^>]*\/>/ || /<\/skipped>|<\/testcase>/) {
    why = reason(pending)
    print "Skipped: " name "." test ": " (why == "" ? "no reason given" : why)
    open = 0
  }
}
END { printf "Tests: %d run, %d skipped\n", tests - skipped, skipped }

# What stands behind ` key="`, "" where that is not there or not ended.
function attribute(text, key) {
  if (!match(text, "(^|[ \t])" key "=\"[^\"]*\"")) return ""
  text = substr(text, RSTART, RLENGTH)
  sub(/^[^"]*"/, "", text); sub(/"$/, "", text)
  return plain(text)
}

function reason(text,    body) {
  if (text ~ /^[^>]*message="/) return attribute(text, "message")
  body = text
  if (text ~ /^[^>]*\/>/ || !sub(/^[^>]*>/, "", body)) return ""
  sub(/^[ \t]*<!\[CDATA\[/, "", body); sub(/(\]\]>|<\/skipped>).*/, "", body)
  sub(/^[ \t]*[A-Za-z0-9_.$]+(Exception|Error):? */, "", body)
  sub(/[ \t]+at [A-Za-z0-9_.$\/]+\(.*/, "", body)
  return plain(body)
}

function plain(text) {
  sub(/^Assumption failed: /, "", text)
  gsub(/&quot;/, "\"", text); gsub(/&apos;/, "'", text); gsub(/&lt;/, "<", text)
  gsub(/&gt;/, ">", text); gsub(/&#(10|13|9);/, " ", text); gsub(/&amp;/, "\\&", text)
  gsub(/[ \t]+/, " ", text); sub(/^ /, "", text); sub(/ $/, "", text)
  return text
}
