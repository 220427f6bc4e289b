package containment

import (
	"bufio"
	"fmt"
	"os"
	"strconv"
	"strings"
)

// A profile says how often each block of code was entered.
type profile map[block]uint64

// A block is named as a coverage profile does: importpath/file.go, and where it
// starts.
type block struct {
	file string
	at   point
}

// readProfile reads a text profile of package runtime/coverage, as go test
// writes it with -coverprofile.
func readProfile(name string) (profile, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	p := make(profile)
	sc := bufio.NewScanner(f)
	for n := 1; sc.Scan(); n++ {
		line := sc.Text()
		if strings.HasPrefix(line, "mode: ") {
			continue
		}
		b, count, err := parseBlock(line)
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", name, n, err)
		}
		if count > 0 {
			p[b] += count
		}
	}
	return p, sc.Err()
}

// parseBlock parses "path/file.go:3.2,5.6 1 0": from, to, statements, count.
func parseBlock(line string) (block, uint64, error) {
	bad := fmt.Errorf("%q is no line of a coverage profile", line)
	colon := strings.LastIndexByte(line, ':')
	if colon < 0 {
		return block{}, 0, bad
	}
	fields := strings.Fields(line[colon+1:])
	if len(fields) != 3 {
		return block{}, 0, bad
	}
	from, _, _ := strings.Cut(fields[0], ",")
	l, c, ok := strings.Cut(from, ".")
	if !ok {
		return block{}, 0, bad
	}
	b := block{file: line[:colon]}
	var err [3]error
	var count uint64
	b.at.line, err[0] = strconv.Atoi(l)
	b.at.col, err[1] = strconv.Atoi(c)
	count, err[2] = strconv.ParseUint(fields[2], 10, 64)
	for _, e := range err {
		if e != nil {
			return block{}, 0, bad
		}
	}
	return b, count, nil
}

// An idle is what a binary executes without running a test.
type idle struct {
	counts   profile
	unsteady map[block]bool // entered unequally often
}

func newIdle(runs []profile) *idle {
	d := &idle{counts: make(profile), unsteady: make(map[block]bool)}
	for _, run := range runs {
		for b, n := range run {
			d.counts[b] = max(d.counts[b], n)
		}
	}
	for _, run := range runs {
		for b, n := range d.counts {
			if run[b] != n {
				d.unsteady[b] = true
			}
		}
	}
	return d
}

// executed lists what a test's run entered beyond the idle runs, and what it
// may have.
func (r *Repo) executed(run profile, d *idle) (surely, hidden map[*Decl]bool, err error) {
	surely, hidden = make(map[*Decl]bool), make(map[*Decl]bool)
	for b, n := range run {
		decl := r.find(b.file, b.at)
		if decl == nil {
			if r.knows(b.file) {
				return nil, nil, fmt.Errorf("no declaration at %s:%d.%d", b.file, b.at.line, b.at.col)
			}
			continue // of a package that was left out
		}
		switch {
		case d.unsteady[b]:
			hidden[decl] = true
		case n > d.counts[b]:
			surely[decl] = true
		}
	}
	for decl := range surely {
		delete(hidden, decl)
	}
	return surely, hidden, nil
}

func (r *Repo) knows(file string) bool { return len(r.spans[file]) > 0 }
