package effect

import (
	"go/types"

	"github.com/gocheckpoint/checkpoint/manifest/identity"
)

// quietTypes are those of variables whose value is no input of a result (E6).
var quietTypes = words(`
	sync.Mutex sync.RWMutex sync.Once sync.WaitGroup sync.Pool sync.Cond
	log.Logger log/slog.Logger log/slog.LevelVar log/slog.Handler
	go.uber.org/zap.Logger go.uber.org/zap.SugaredLogger github.com/sirupsen/logrus.Logger github.com/sirupsen/logrus.Entry
	github.com/sirupsen/logrus.FieldLogger github.com/rs/zerolog.Logger github.com/go-logr/logr.Logger
	github.com/gocheckpoint/checkpoint/runtime/checkpoint.Function`)

func quietType(t types.Type) bool {
	t = types.Unalias(t)
	if p, ok := t.(*types.Pointer); ok {
		t = types.Unalias(p.Elem())
	}
	return isErrorType(t) || quietTypes[typeName(t)]
}

// typeName is the path and the name of a declared type, "" for any other.
func typeName(t types.Type) string {
	named, ok := types.Unalias(t).(*types.Named)
	if !ok {
		return ""
	}
	if named.Obj().Pkg() == nil {
		return named.Obj().Name()
	}
	return identity.PlainPath(named.Obj().Pkg().Path()) + "." + named.Obj().Name()
}

func isErrorType(t types.Type) bool {
	return types.Identical(t, types.Universe.Lookup("error").Type())
}

// carries reports whether a value of type t can lead to storage that others
// see, to code, or name a file: whether it matters where it comes from.
func carries(t types.Type) bool { return carriesIn(t, nil) }

func carriesIn(t types.Type, seen []types.Type) bool {
	t = types.Unalias(t)
	if t == nil || isErrorType(t) || typeName(t) == "context.Context" || len(seen) > 8 {
		return false
	}
	switch u := t.Underlying().(type) {
	case *types.Basic:
		return u.Info()&types.IsString != 0 || u.Kind() == types.UnsafePointer
	case *types.Array:
		return carriesIn(u.Elem(), append(seen, t))
	case *types.Struct:
		for field := range u.Fields() {
			if carriesIn(field.Type(), append(seen, t)) {
				return true
			}
		}
		return false
	case *types.Chan:
		return carriesIn(u.Elem(), append(seen, t))
	}
	return true // pointers, slices, maps, interfaces, functions, type parameters
}
