package checkpoint

import (
	"fmt"
	"reflect"
	"sync"

	"github.com/gocheckpoint/checkpoint/runtime/codec"
)

// A signature is what a function's type says of it, which functions of one type share.
type signature struct {
	t        reflect.Type
	variadic bool
	in       []reflect.Type
	contexts []int          // indices of the parameters that are contexts
	results  []reflect.Type // without the trailing error
	failing  bool           // there is a trailing error
	plain    bool           // results can be handed out as they are
	problem  string         // why a function of the type cannot be remembered, after its name; "" if it can
}

var signatures sync.Map // reflect.Type → *signature

// signatureOf describes a type of functions.
func signatureOf(t reflect.Type) *signature {
	if s, ok := signatures.Load(t); ok {
		return s.(*signature)
	}
	s, _ := signatures.LoadOrStore(t, newSignature(t))
	return s.(*signature)
}

func newSignature(t reflect.Type) *signature {
	s := &signature{t: t, variadic: t.IsVariadic(), plain: true}
	for i := range t.NumIn() {
		s.in = append(s.in, t.In(i))
		if t.In(i) == contextType {
			s.contexts = append(s.contexts, i)
		}
	}
	outs := t.NumOut()
	if outs == 0 {
		s.problem = " has no results: there is nothing to remember; call it directly"
		return s
	}
	if s.failing = t.Out(outs-1) == errorType; s.failing {
		outs--
	}
	for i := range outs {
		out := t.Out(i)
		if err := codec.Check(out); err != nil && s.problem == "" {
			s.problem = fmt.Sprintf(": result %d cannot be stored: %v; return what can be, and make the rest of it after the call", i+1, err)
		}
		s.results = append(s.results, out)
		s.plain = s.plain && codec.Plain(out)
	}
	return s
}
