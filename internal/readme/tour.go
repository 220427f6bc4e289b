// Package readme runs the tour of README.md as a new user would: it writes the
// files that the text shows, types the commands, and compares what they print.
//
// A fenced block behind a line that ends in "`name`:" is a file, a console block
// holds commands, in lines that begin with "$ ", each followed by what it prints.
// In the expected text, "…" stands for anything in a line, and for any number of
// lines if it is one of its own. Times, durations and hashes are compared by
// their form.
package readme

import (
	"fmt"
	"regexp"
	"strings"
)

// A step is one thing that the reader of a tour does.
type step struct {
	line    int    // of the text where it stands, from 1
	file    string // to write, with content; "" for a command
	content string
	command string
	want    []string // the lines that it prints
}

var fileLine = regexp.MustCompile("`([^` ]+\\.[a-z]+)`:$")

// steps reads a tour: the part of text from the heading first up to the heading
// end.
func steps(text, first, end string) (list []step, err error) {
	in := false
	name, fence := "", ""
	var block []string
	start := 0
	for i, line := range strings.Split(text, "\n") {
		switch {
		case fence != "" && line == "```":
			list = append(list, stepsOf(fence, name, start, block)...)
			fence, name, block = "", "", nil
		case fence != "":
			block = append(block, line)
		case line == first:
			in = true
		case line == end:
			return list, nil
		case !in || line == "":
		case strings.HasPrefix(line, "```"):
			fence, start = line[3:], i+2
		default:
			name = ""
			if m := fileLine.FindStringSubmatch(line); m != nil {
				name = m[1]
			}
		}
	}
	return nil, fmt.Errorf("no heading %q behind %q", end, first)
}

func stepsOf(fence, name string, start int, block []string) (list []step) {
	if fence != "console" {
		if name == "" {
			return nil // an illustration
		}
		return []step{{line: start, file: name, content: strings.Join(block, "\n") + "\n"}}
	}
	for i, line := range block {
		if command, ok := strings.CutPrefix(line, "$ "); ok {
			list = append(list, step{line: start + i, command: command})
		} else if len(list) > 0 {
			last := &list[len(list)-1]
			last.want = append(last.want, line)
		}
	}
	return list
}

// forms are what differs from run to run, and is compared by its form.
var forms = []struct{ found, form *regexp.Regexp }{
	{regexp.MustCompile(`\d{4}/\d\d/\d\d \d\d:\d\d:\d\d`), regexp.MustCompile(`\d{4}/\d\d/\d\d \d\d:\d\d:\d\d`)},
	{regexp.MustCompile(`\b(\d+(\.\d+)?(ns|µs|ms|s|m))+\b`), regexp.MustCompile(`(\d+(\.\d+)?(ns|µs|ms|s|m))+`)},
	{regexp.MustCompile(`\bb3:[0-9a-f]+`), regexp.MustCompile(`b3:[0-9a-f]+`)},
	{regexp.MustCompile(`\bsha256:[0-9a-f]+`), regexp.MustCompile(`sha256:[0-9a-f]+`)},
	{regexp.MustCompile(`\b[0-9a-f]{32}\b`), regexp.MustCompile(`[0-9a-f]{32}`)},
	{regexp.MustCompile(`\bgo1\.\d+(\.\d+)?\b`), regexp.MustCompile(`go1\.\d+(\.\d+)?`)},
	{regexp.MustCompile(`…`), regexp.MustCompile(`.*`)},
}

// pattern is a regular expression for an expected line.
func pattern(line string) *regexp.Regexp {
	var b strings.Builder
	for line != "" {
		at, end, form := len(line), len(line), ""
		for _, f := range forms {
			if loc := f.found.FindStringIndex(line); loc != nil && loc[0] < at {
				at, end, form = loc[0], loc[1], f.form.String()
			}
		}
		b.WriteString(regexp.QuoteMeta(line[:at]) + form)
		line = line[end:]
	}
	return regexp.MustCompile("^" + b.String() + "$")
}

// differ says where what was printed is not what was wanted, "" if nowhere.
func differ(got, want []string) string {
	if len(want) == 0 {
		if len(got) > 0 {
			return fmt.Sprintf("prints %q, and the text shows nothing", got[0])
		}
		return ""
	}
	if want[0] == "…" {
		for i := range len(got) + 1 {
			if differ(got[i:], want[1:]) == "" {
				return ""
			}
		}
		return fmt.Sprintf("nothing printed fits %q and what follows", want[0])
	}
	if len(got) == 0 {
		return fmt.Sprintf("prints nothing where the text shows %q", want[0])
	}
	if !pattern(want[0]).MatchString(got[0]) {
		return fmt.Sprintf("prints %q, and the text shows %q", got[0], want[0])
	}
	return differ(got[1:], want[1:])
}
