package effect

import (
	"cmp"
	"slices"
	"strings"
)

// A Root is where the way to some storage begins: nothing known (0), parameter
// i-1 of the node, the receiver or what a literal captures being the first
// (positive), package variable -i-1 of [Package.Vars] (negative), the result of a
// call of the node, see [resultRoot], or a function of [Package.Funcs], see
// [funcRoot].
type Root int

// A Ref is what a reference may lead to: what Root holds at Path, or shares with
// it. A path has a step for each field (".name"), element of a slice, an array, a
// map or a channel ("[]"), and pointer to what is no struct and no array ("*");
// pointers to these are no step. What a function value has bound is "$0", "$1".
// Ways of more than maxSteps end early, at what leads on.
type Ref struct {
	Root Root
	Path string
}

const (
	maxSteps   = 3
	maxResults = 8
	resultBase = 1 << 20
	funcBase   = -1 << 20
)

// resultRoot is the ith result of the call with a number (from 1, see Call.No).
func resultRoot(call, i int) Root { return Root(resultBase + call*maxResults + i) }

// result is the inverse of resultRoot.
func (r Root) result() (call, i int, ok bool) {
	n := int(r) - resultBase
	return n / maxResults, n % maxResults, n >= 0
}

// funcRoot is the ith of [Package.Funcs].
func funcRoot(i int) Root { return Root(funcBase - i) }

func (r Root) function() (i int, ok bool) { return funcBase - int(r), int(r) <= funcBase }

// IsParam reports whether r is a parameter.
func (r Root) IsParam() bool { return r > 0 && r < resultBase }

func (r Root) isVar() bool { return r < 0 && r > funcBase }

// A Flow says that what a parameter of a callee, or a result of a function, holds
// At a path is Ref.
type Flow struct {
	To int // the number of the parameter or result, from 0
	At string
	Ref
}

// step adds a step to a way.
func (r Ref) step(s string) Ref {
	if r.Root.isVar() {
		return r // which part of a variable, nobody asks
	}
	r.Path = joinSteps(r.Path, s)
	return r
}

// joinSteps is the way p followed by the way q.
func joinSteps(p, q string) string {
	for q != "" {
		if steps(p) >= maxSteps {
			return p
		}
		n := firstStep(q)
		p, q = p+q[:n], q[n:]
	}
	return p
}

func steps(path string) (n int) {
	for path != "" {
		path = path[firstStep(path):]
		n++
	}
	return n
}

// firstStep is the length of a way's first step.
func firstStep(path string) int {
	if path == "" {
		return 0
	}
	if n := strings.IndexAny(path[1:], ".[*$"); n >= 0 {
		return n + 1
	}
	return len(path)
}

// below reports whether the way p leads to, or beyond, where the way q ends, and
// what remains of it.
func below(p, q string) (rest string, ok bool) {
	rest, ok = strings.CutPrefix(p, q)
	if !ok || rest != "" && !strings.ContainsRune(".[*$", rune(rest[0])) {
		return "", false
	}
	return rest, true
}

func compareRefs(a, b Ref) int {
	return cmp.Or(cmp.Compare(a.Root, b.Root), strings.Compare(a.Path, b.Path))
}

// A value is what is known of a Go value: what it refers to, and its parts as far
// as they differ from the parts of that. What is held by value, a struct or an
// array, refers to nothing itself: its refs say of what it is a copy. Values are
// not changed once they are made; nil refers to nothing.
type value struct {
	refs  []Ref
	parts map[string]*value // by step; "[k]" is the element at an index, see flow.indexKey
	capacity
}

// A capacity says what lies behind the end of a slice: nothing, or nobody knows, or
// what others see.
type capacity int8

const (
	clipped capacity = iota - 1
	open
	cut
)

func refTo(r Ref) *value { return &value{refs: []Ref{r}} }

// empty reports whether nothing is known of v: it is made here.
func (v *value) empty() bool {
	return v == nil || len(v.refs) == 0 && len(v.parts) == 0 && v.capacity == open
}

func (v *value) leads() []Ref {
	if v == nil {
		return nil
	}
	return v.refs
}

// variables is v without what isn't a package variable.
func (v *value) variables() *value {
	out := &value{}
	for _, r := range v.leads() {
		if r.Root.isVar() {
			out.refs = append(out.refs, r)
		}
	}
	return out
}

// at is a part of v.
func (v *value) at(step string) *value {
	if v == nil {
		return nil
	}
	if p, ok := v.parts[step]; ok {
		return p
	}
	if strings.HasPrefix(step, "[") && step != elements {
		return v.at(elements)
	}
	if len(v.refs) == 0 {
		return nil
	}
	out := &value{refs: make([]Ref, len(v.refs))}
	for i, r := range v.refs {
		if _, fn := r.Root.function(); fn {
			return nil // a function has no parts but what it binds
		}
		out.refs[i] = r.step(step)
	}
	if !slices.IsSortedFunc(out.refs, compareRefs) {
		slices.SortFunc(out.refs, compareRefs)
	}
	out.refs = slices.Compact(out.refs)
	return out
}

// with gives v another part.
func (v *value) with(step string, part *value) *value {
	if part.empty() && v.at(step).empty() {
		return v
	}
	out := &value{parts: map[string]*value{}}
	if v != nil {
		out.refs, out.capacity = v.refs, v.capacity
		for s, p := range v.parts {
			out.parts[s] = p
		}
	}
	out.parts[step] = part
	return out
}

// without leaves a part out, which is then as the others are.
func (v *value) without(step string) *value {
	if v == nil || v.parts[step] == nil {
		if v == nil {
			return v
		}
		if _, ok := v.parts[step]; !ok {
			return v
		}
	}
	out := &value{refs: v.refs, capacity: v.capacity, parts: map[string]*value{}}
	for s, p := range v.parts {
		if s != step {
			out.parts[s] = p
		}
	}
	return out
}

// join is what is known of a value that is v or u; it is v itself if that says it
// all.
func (v *value) join(u *value) *value { return v.joinIn(u, 0) }

func (v *value) joinIn(u *value, depth int) *value {
	switch {
	case u.empty() && (v == nil || len(v.parts) == 0), v == u:
		return v
	case v.empty() && len(u.parts) == 0:
		return u
	}
	if v == nil {
		v = &value{}
	}
	if u == nil {
		u = &value{}
	}
	if depth > maxSteps {
		return (&value{refs: v.all()}).join(&value{refs: u.all()})
	}
	out := &value{refs: union(v.refs, u.refs), capacity: max(v.capacity, u.capacity)}
	same := len(out.refs) == len(v.refs) && out.capacity == v.capacity
	for _, parts := range []map[string]*value{v.parts, u.parts} {
		for step := range parts {
			if _, done := out.parts[step]; done {
				continue
			}
			if out.parts == nil {
				out.parts = map[string]*value{}
			}
			mine := v.at(step)
			part := mine.joinIn(u.at(step), depth+1)
			out.parts[step] = part
			if _, had := v.parts[step]; part != mine || !had && !part.sameAs(out.defaultAt(step)) {
				same = false
			}
		}
	}
	if same {
		return v
	}
	return out
}

// union merges two sorted lists; it is a itself if that has all of b.
func union(a, b []Ref) []Ref {
	i, j := 0, 0
	for i < len(a) && j < len(b) && compareRefs(a[i], b[j]) <= 0 {
		if a[i] == b[j] {
			j++
		}
		i++
	}
	if j == len(b) {
		return a
	}
	out := make([]Ref, 0, len(a)+len(b))
	i, j = 0, 0
	for i < len(a) && j < len(b) {
		switch c := compareRefs(a[i], b[j]); {
		case c == 0:
			out = append(out, a[i])
			i, j = i+1, j+1
		case c < 0:
			out = append(out, a[i])
			i++
		default:
			out = append(out, b[j])
			j++
		}
	}
	return append(append(out, a[i:]...), b[j:]...)
}

// defaultAt is what a part would be if it weren't listed.
func (v *value) defaultAt(step string) *value {
	return (&value{refs: v.refs}).at(step)
}

func (v *value) sameAs(u *value) bool {
	if v.empty() || u.empty() {
		return v.empty() && u.empty()
	}
	if !slices.Equal(v.refs, u.refs) || v.capacity != u.capacity || len(v.parts) != len(u.parts) {
		return false
	}
	for step, p := range v.parts {
		if q, ok := u.parts[step]; !ok || !p.sameAs(q) {
			return false
		}
	}
	return true
}

// all lists what v and its parts refer to.
func (v *value) all() []Ref {
	out := v.collect(nil)
	slices.SortFunc(out, compareRefs)
	return slices.Compact(out)
}

func (v *value) collect(out []Ref) []Ref {
	if v == nil {
		return out
	}
	out = append(out, v.refs...)
	for _, p := range v.parts {
		out = p.collect(out)
	}
	return out
}

// shallow cuts a value off at a depth, so that what is stored in itself again and
// again comes to an end.
func (v *value) shallow(depth int) *value {
	if v == nil || len(v.parts) == 0 {
		return v
	}
	if depth == 0 {
		return &value{refs: v.all(), capacity: v.capacity}
	}
	out := &value{refs: v.refs, capacity: v.capacity, parts: make(map[string]*value, len(v.parts))}
	for s, p := range v.parts {
		out.parts[s] = p.shallow(depth - 1)
	}
	return out
}

const elements = "[]"

// flows lists what a value consists of, as what a parameter or a result holds.
func (v *value) flows(to int, at string, out []Flow) []Flow {
	if v == nil {
		return out
	}
	for _, r := range v.refs {
		out = append(out, Flow{to, at, r})
	}
	for _, step := range sortedSteps(v.parts) {
		if steps(at) < maxSteps {
			out = v.parts[step].flows(to, at+step, out)
		}
	}
	return out
}

// sortedSteps are the steps of parts that others may know: a single element is
// among the elements.
func sortedSteps(parts map[string]*value) []string {
	out := make([]string, 0, len(parts))
	for s := range parts {
		if s == elements || !strings.HasPrefix(s, "[") {
			out = append(out, s)
		}
	}
	slices.Sort(out)
	return out
}
