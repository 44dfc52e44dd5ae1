# SPDX-License-Identifier: GPL-3.0-or-later
# Turns what `PROGRAM --help` prints into a man page: awk -v version=V -v others="NAME NAME" -f man_page.awk.
# Fails when the text is not a help: without "Usage:", a description and options.

function roff(text) {
    gsub(/\\/, "\\e", text)
    gsub(/-/, "\\-", text)
    if (text ~ /^[.']/)
        text = "\\&" text
    return text
}

function bold(text) { return "\\fB" roff(text) "\\fR" }

# add(SECTION, LINE): sections are written at the end, in the order that man pages have.
function add(section, line) { body[section] = body[section] line "\n" }

# "-h, --help", "--header <Name: value>" or "URL", and what follows on the line.
function addOption(section, line, parts) {
    sub(/^ +/, "", line)
    split(line, parts, /  +/)
    add(section, ".TP")
    if (match(parts[1], / </))
        add(section, bold(substr(parts[1], 1, RSTART - 1)) " \\fI" roff(substr(parts[1], RSTART + 2, length(parts[1]) - RSTART - 2)) "\\fR")
    else
        add(section, bold(parts[1]))
    if (parts[2] != "")
        add(section, roff(parts[2]))
}

# A command, and what it does on the same line or, deeper, on the next ones.
function addExample(line, parts) {
    if (line ~ /^   /) {
        sub(/^ +/, "", line)
        add("EXAMPLES", ".RS 4\n" roff(line) "\n.RE")
        return
    }
    sub(/^ +/, "", line)
    match(line, /   +/)
    add("EXAMPLES", ".PP\n" bold(RSTART ? substr(line, 1, RSTART - 1) : line))
    if (RSTART)
        add("EXAMPLES", ".RS 4\n" roff(substr(line, RSTART + RLENGTH)) "\n.RE")
}

/^Usage: / {
    sub(/^Usage: /, "")
    program = $1
    sub(/.*\//, "", program)
    $1 = ""
    add("SYNOPSIS", ".B " program "\n" roff(substr($0, 2)))
    section = "DESCRIPTION"
    next
}

/^[A-Z][A-Za-z ]*:/ {
    title = toupper(substr($0, 1, index($0, ":") - 1))
    if (title ~ /^(OPTIONS|ARGUMENTS|EXAMPLES|ENVIRONMENT|FILES|EXIT STATUS)$/) {
        section = title
        sub(/^[^:]*: */, "")
        if ($0 == "")
            next
    }
}

/^$/ {
    if (section == "OPTIONS" || section == "ARGUMENTS" || section == "EXAMPLES")
        section = "DESCRIPTION"
    if (section != "" && body[section] != "")
        add(section, ".PP")
    next
}

section == "OPTIONS" || section == "ARGUMENTS" {
    if (/^ ? ?[^ ]/)
        addOption(section, $0)
    else {
        sub(/^ +/, "")
        add(section, roff($0))
    }
    next
}

section == "EXAMPLES" { addExample($0); next }

section != "" {
    if (summary == "")
        summary = $0
    add(section, roff($0))
}

END {
    if (program == "" || summary == "" || body["OPTIONS"] == "") {
        print "man_page.awk: this is no help with a usage, a description and options" > "/dev/stderr"
        exit 1
    }
    # What whatis and apropos show.
    sub(/\.$/, "", summary)
    summary = tolower(substr(summary, 1, 1)) substr(summary, 2)

    print ".\\\" Made from " program " --help."
    print ".TH " toupper(program) " 1 \"\" \"Weir " version "\" \"User Commands\""
    print ".nh\n.ad l"
    print ".SH NAME\n" roff(program) " \\- " roff(summary)
    count = split("SYNOPSIS,DESCRIPTION,OPTIONS,ARGUMENTS,ENVIRONMENT,FILES,EXIT STATUS,EXAMPLES", order, ",")
    for (i = 1; i <= count; i++) {
        text = body[order[i]]
        sub(/(\.PP\n)+$/, "", text)
        gsub(/(\.PP\n)+/, ".PP\n", text)
        if (text != "")
            printf ".SH %s\n%s", order[i], text
    }
    count = split(others, names, " ")
    print ".SH SEE ALSO"
    for (i = 1; i <= count; i++)
        print ".BR " roff(names[i]) " (1)" (i < count ? " ," : "")
}
