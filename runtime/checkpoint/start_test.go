package checkpoint_test

import (
	"fmt"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// registered are functions of the signatures that BenchmarkStart registers in turns:
// what is declared for the number %[1]d, the binding of generated code, and the
// expression that is registered.
var registered = []struct{ decl, bind, expr string }{
	{"func f%[1]d(n int) int { return n + %[1]d }", "Bind1x1", "f%[1]d"},
	{"func f%[1]d(s string) (string, error) { return s + strconv.Itoa(%[1]d), nil }", "Bind1x2", "f%[1]d"},
	{"func f%[1]d(ctx context.Context, name string) ([]byte, error) { return []byte(name), ctx.Err() }", "Bind2x2", "f%[1]d"},
	{"func f%[1]d(a, b float64) float64 { return a*b + %[1]d }", "Bind2x1", "f%[1]d"},
	{"func f%[1]d(p point) point { return point{p.X + %[1]d, p.Y} }", "Bind1x1", "f%[1]d"},
	{"func f%[1]d(t *tree) (*tree, int) { return t.Left, %[1]d }", "Bind1x2", "f%[1]d"},
	{"func f%[1]d(xs []float64) []float64 { return xs[:len(xs)%%%[1]d] }", "Bind1x1", "f%[1]d"},
	{"func f%[1]d(m map[string]int, key string) int { return m[key] + %[1]d }", "Bind2x1", "f%[1]d"},
	{"func f%[1]d(parts ...string) []string { return parts[:len(parts)%%%[1]d] }", "BindV1x1", "f%[1]d"},
	{"type m%[1]d struct{ N int }\n\nfunc (m *m%[1]d) double(by int) m%[1]d { return m%[1]d{m.N * by} }", "Bind2x1", "(*m%[1]d).double"},
}

// buildStart builds testdata/start with n functions that it registers, with generated code or
// without.
func buildStart(tb testing.TB, n int, generated bool) (program string) {
	var funcs, bindings, handles strings.Builder
	for i := range n {
		r := registered[i%len(registered)]
		expr := fmt.Sprintf(r.expr, i+1)
		fmt.Fprintf(&funcs, r.decl+"\n\n", i+1)
		fmt.Fprintf(&bindings, "var _ = typed.%s(%s)\n", r.bind, expr)
		fmt.Fprintf(&handles, "var F%d = checkpoint.Func(%s)\n", i+1, expr)
	}
	files := map[string]string{
		"funcs.go": "package main\n\nimport (\n\t\"context\"\n\t\"strconv\"\n\n\t\"" + tested + "\"\n)\n\n" +
			"type point struct{ X, Y float64 }\n\ntype tree struct{ Left, Right *tree; Name string }\n\n" +
			handles.String() + "\n" + funcs.String(),
	}
	if generated {
		files["b_generated.go"] = "package main\n\nimport (\n\t\"" + tested + "\"\n\t\"" + filepath.Dir(tested) + "/typed\"\n)\n\n" +
			"var _ = checkpoint.RegisterManifest(\"" + tested + "/testdata/start\", \"checkpoint.toml\", \"\")\n\n" + bindings.String()
	}
	program = filepath.Join(tb.TempDir(), "start")
	buildOverlaid(tb, program, "testdata/start", files, nil)
	return program
}

// BenchmarkStart is what registering 1,000 different functions takes a process that has
// just begun: the least of all runs, and their median.
func BenchmarkStart(b *testing.B) {
	for _, name := range []string{"Generated", "Reflected"} {
		b.Run(name, func(b *testing.B) {
			program := buildStart(b, 1000, name == "Generated")
			var took []time.Duration
			for b.Loop() {
				out, err := exec.Command(program).Output()
				if err != nil {
					b.Fatal(err)
				}
				ns, err := strconv.Atoi(strings.TrimSpace(string(out)))
				if err != nil {
					b.Fatal(err)
				}
				took = append(took, time.Duration(ns))
			}
			slices.Sort(took)
			b.ReportMetric(float64(took[0].Microseconds()), "µs-least")
			b.ReportMetric(float64(took[len(took)/2].Microseconds()), "µs-median")
		})
	}
}
