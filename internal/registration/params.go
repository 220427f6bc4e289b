package registration

import "go/types"

// Params gives the names of a registered function's parameters as HashBy and
// NoHash take them: the receiver's first where fn is a method, "_" for one that
// is unnamed or blank.
func Params(fn *types.Func) []string {
	sig := fn.Signature()
	var names []string
	add := func(v *types.Var) {
		name := v.Name()
		if name == "" {
			name = "_"
		}
		names = append(names, name)
	}
	if sig.Recv() != nil {
		add(sig.Recv())
	}
	for v := range sig.Params().Variables() {
		add(v)
	}
	return names
}
