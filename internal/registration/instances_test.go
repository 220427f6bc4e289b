package registration_test

import (
	"strings"
	"testing"
)

// The id of an instance stands for its type arguments: those of one line are
// identical, those of two lines are not (R4).
func TestIDOfAnInstanceTellsTypeArgumentsApart(t *testing.T) {
	const more = `
type Set[X any] struct{}
type A = T
type inner = struct{ T }
var _ strings.Reader
var _ unsafe.Pointer
func one[X any]() int { return 1 }
func two[X, Y any]() int { return 1 }
`
	seen := make(map[string]string)
	for _, line := range []string{
		"one[int]",
		"one[uint]",
		"one[byte], one[uint8]",
		"one[rune], one[int32], one[int32]",
		"one[T], one[A]",
		"one[*T], one[*A]",
		"one[any], one[interface{}], one[interface{ any }]",
		"one[error]",
		"one[interface{ Error() string }], one[interface{ error }]",
		"one[interface{ M(x int); N() }], one[interface{ N(); M(int) }]",
		"one[interface{ M(x ...int); N() }]",
		"one[interface{ m() }]",
		"one[interface{ M() }]",
		"one[[]string]",
		"one[[3]string], one[[1 + 2]string]",
		"one[[4]string]",
		"one[map[string]T], one[map[string]A]",
		"one[map[AG]string]",
		"one[chan int]",
		"one[chan<- int]",
		"one[<-chan int]",
		"one[chan (<-chan int)]",
		"one[chan<- chan int], one[chan<- (chan int)]",
		"one[struct{ a, b int }], one[struct { a int; b int }]",
		"one[struct{ a int; b int `json:\"c\"` }]",
		"one[struct{ b, a int }]",
		"one[struct{ T }], one[inner]",
		"one[struct{ A }]",
		"one[struct{ T T }]",
		"one[struct{ *T }]",
		"one[func(a, b int) string], one[func(int, int) (s string)]",
		"one[func(a int, b ...int) string]",
		"one[func(a int, b []int) string]",
		"one[func(int) (int, string)]",
		"one[func(int, int, string)]",
		"one[func()]",
		"one[func() func()]",
		"one[Set[T]], one[Set[A]]",
		"one[Set[Set[T]]]",
		"one[strings.Reader]",
		"one[unsafe.Pointer]",
		"two[int, string]",
		"two[string, int]",
		"two[map[int]string, int]",
		"(checkpoint.Func[func() int])(one[complex64]).Call, one[complex64]",
	} {
		var calls []string
		for _, arg := range strings.Split(line, ", one") {
			if !strings.HasPrefix(arg, "one") && !strings.HasPrefix(arg, "two") && !strings.HasPrefix(arg, "(") {
				arg = "one" + arg
			}
			if !strings.HasPrefix(arg, "(") {
				arg = "checkpoint.Func(" + arg + ")"
			}
			calls = append(calls, arg)
		}
		found := find(t, "example.com/p", "", strings.Replace(header, "import", "import (\"strings\"; \"unsafe\")\nimport", 1)+
			more+"func init() { _ = []any{"+strings.Join(calls, ", ")+"} }")
		if len(found) != len(calls) {
			t.Fatalf("%s: %d registrations", line, len(found))
		}
		for _, r := range found {
			if r.ID == "" || r.ID != found[0].ID {
				t.Errorf("%s: ids %q and %q, want one", line, found[0].ID, r.ID)
			}
		}
		if was := seen[found[0].ID]; was != "" {
			t.Errorf("%s: id %q is that of %s", line, found[0].ID, was)
		}
		seen[found[0].ID] = line
	}
}

func TestInferredInstanceHasItsID(t *testing.T) {
	found := find(t, "p", "", header+"func id[X any](x X) X { return x }\nvar R = checkpoint.Func[func(string) string](id)")
	if got, want := found[0].ID, "p.id[string]"; got != want {
		t.Errorf("id %q, want %q", got, want)
	}
}

func TestInstanceOfALocalTypeHasNoID(t *testing.T) {
	for _, arg := range []string{"gen[L]", "gen[map[string]*L]", "gen[struct{ x L }]", "G[L].V", "gen[G[L]]"} {
		found := find(t, "p", "", header+"func init() { type L struct{}; checkpoint.Func("+arg+") }")
		if r := found[0]; r.ID != "" || r.Problem != "" || !r.Generic || r.Known() {
			t.Errorf("%s: id %q, problem %q, generic %v", arg, r.ID, r.Problem, r.Generic)
		}
	}
}

func TestInstanceThatACallerDecidesIsAProblem(t *testing.T) {
	for _, arg := range []string{"gen[Y]", "gen[[]Y]", "G[Y].V", "(*G[map[string]Y]).V"} {
		found := find(t, "p", "", header+"func caller[Y any]() { checkpoint.Func("+arg+") }")
		if got, want := found[0].Problem, "the instance "+arg+", whose type argument Y only a caller knows"; got != want || found[0].Remedy == "" || found[0].Known() {
			t.Errorf("problem %q, want %q", got, want)
		}
	}
}
