package compare

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// A Finding is what a tool says of a program.
type Finding struct {
	Category string // "" of workflowcheck
	Line     int    // where it stands
	Message  string
	leads    []int // to these lines of the program's own file
}

// Vet runs go vet with a tool over the module in dir, and gives its findings by
// program. Flags are the tool's.
func Vet(dir, tool string, flags ...string) (map[string][]Finding, error) {
	cmd := exec.Command("go", append(append([]string{"vet", "-vettool=" + tool, "-json"}, flags...), "./...")...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOFLAGS=-mod=mod", "GOWORK=off")
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("%w\n%s", err, errs.String())
	}
	found := make(map[string][]Finding)
	text := regexp.MustCompile(`(?m)^#.*$`).ReplaceAll(append(out.Bytes(), errs.Bytes()...), nil)
	for dec := json.NewDecoder(bytes.NewReader(text)); ; {
		var packages map[string]map[string][]struct{ Category, Posn, Message string }
		if err := dec.Decode(&packages); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return nil, fmt.Errorf("output of %s: %w\n%s", tool, err, text)
		}
		for _, analyzers := range packages {
			for _, list := range analyzers {
				for _, d := range list {
					file, line := position(d.Posn)
					program := strings.TrimSuffix(filepath.Base(file), ".go")
					if filepath.Base(filepath.Dir(file)) != program {
						program = filepath.Base(filepath.Dir(file)) // of register.go
						line = 0
					}
					f := Finding{Category: d.Category, Line: line, Message: d.Message, leads: []int{line}}
					for _, m := range regexp.MustCompile(`([\w.]+\.go):(\d+)`).FindAllStringSubmatch(d.Message, -1) {
						if n, err := strconv.Atoi(m[2]); err == nil && m[1] == program+".go" {
							f.leads = append(f.leads, n)
						}
					}
					found[program] = append(found[program], f)
				}
			}
		}
	}
	return found, nil
}

func position(posn string) (file string, line int) {
	parts := strings.Split(posn, ":")
	if len(parts) < 3 {
		return posn, 0
	}
	line, _ = strconv.Atoi(parts[len(parts)-2])
	return strings.Join(parts[:len(parts)-2], ":"), line
}

// The verdicts on what a tool says of a program (C2).
const (
	Right      = "right"
	Missed     = "missed"
	FalseAlarm = "false alarm"
	Misplaced  = "wrong place"
)

// Judge compares findings with the marks of a program.
func Judge(p *Program, found []Finding) string {
	found = slices.DeleteFunc(slices.Clone(found), func(f Finding) bool {
		return f.Category != "" && !slices.Contains([]string{"impure", "output", "mutation", "capture"}, f.Category)
	})
	switch {
	case len(p.Lines) == 0 && len(found) == 0:
		return Right
	case len(p.Lines) == 0:
		return FalseAlarm
	case len(found) == 0:
		return Missed
	}
	for _, f := range found {
		if slices.ContainsFunc(f.leads, func(n int) bool { return p.Lines[n] }) {
			return Right
		}
	}
	return Misplaced
}
