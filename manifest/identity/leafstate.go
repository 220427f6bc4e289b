package identity

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"
)

// A leafState is something outside the scope that there is once in a process,
// and that code can change: what others then get from functions of the standard
// library depends on it (I11).
type leafState struct {
	name string // as reasons have it; of a variable, its own
	// writers change it; readers return, or do, what depends on it. A function
	// may be both.
	writers, readers string
}

var leafStates = []leafState{
	{"the environment",
		"os.Setenv os.Unsetenv os.Clearenv syscall.Setenv syscall.Unsetenv syscall.Clearenv (*testing.T).Setenv",
		`os.Getenv os.LookupEnv os.Environ os.ExpandEnv os.UserHomeDir os.UserCacheDir os.UserConfigDir os.TempDir os.CreateTemp os.MkdirTemp
		syscall.Getenv syscall.Environ os.StartProcess os/exec.Command os/exec.CommandContext os/exec.LookPath (*os/exec.Cmd).Environ
		os/user.Current time.LoadLocation net/http.ProxyFromEnvironment`},
	{"the working directory",
		"os.Chdir (*os.File).Chdir syscall.Chdir syscall.Fchdir (*testing.T).Chdir",
		`os.Getwd syscall.Getwd os.Open os.OpenFile os.Create os.ReadFile os.WriteFile os.ReadDir os.Stat os.Lstat os.Mkdir os.MkdirAll
		os.Remove os.RemoveAll os.Rename os.Readlink os.Link os.Symlink os.Truncate os.Chmod os.Chown os.Lchown os.Chtimes os.CopyFS os.DirFS
		os.OpenRoot os.OpenInRoot os.CreateTemp os.MkdirTemp os.StartProcess os/exec.Command os/exec.CommandContext os/exec.LookPath
		io/ioutil.ReadFile io/ioutil.WriteFile io/ioutil.ReadDir io/ioutil.TempDir io/ioutil.TempFile
		path/filepath.Abs path/filepath.EvalSymlinks path/filepath.Glob path/filepath.Walk path/filepath.WalkDir
		archive/zip.OpenReader go/parser.ParseDir go/parser.ParseFile
		html/template.ParseFiles html/template.ParseGlob (*html/template.Template).ParseFiles (*html/template.Template).ParseGlob
		text/template.ParseFiles text/template.ParseGlob (*text/template.Template).ParseFiles (*text/template.Template).ParseGlob
		(net/http.Dir).Open net/http.ServeFile`},
	{"time.Local", "",
		"time.Now time.Unix time.UnixMilli time.UnixMicro (time.Time).Local time.Parse"},
	{"the numbers of math/rand", "math/rand.Seed",
		`math/rand.ExpFloat64 math/rand.Float32 math/rand.Float64 math/rand.Int math/rand.Int31 math/rand.Int31n math/rand.Int63 math/rand.Int63n
		math/rand.Intn math/rand.NormFloat64 math/rand.Perm math/rand.Read math/rand.Shuffle math/rand.Uint32 math/rand.Uint64`},
	{"crypto/rand.Reader", "", "crypto/rand.Read crypto/rand.Text"},
	{"hash/crc32.IEEETable", "", "hash/crc32.ChecksumIEEE hash/crc32.NewIEEE"},
	{"the default logger",
		`log.SetFlags log.SetPrefix log.SetOutput (*log.Logger).SetFlags (*log.Logger).SetPrefix (*log.Logger).SetOutput
		log/slog.SetDefault log/slog.SetLogLoggerLevel`,
		"log.Flags log.Prefix log.Writer log.Default log/slog.Default log/slog.With"},
	{"the number of processors in use", "runtime.GOMAXPROCS runtime.SetDefaultGOMAXPROCS", "runtime.GOMAXPROCS"},
	{"settings of the garbage collector", "runtime/debug.SetGCPercent runtime/debug.SetMemoryLimit",
		"runtime/debug.SetGCPercent runtime/debug.SetMemoryLimit"},
	{"limits of the runtime", "runtime/debug.SetMaxStack runtime/debug.SetMaxThreads runtime/debug.SetPanicOnFault",
		"runtime/debug.SetMaxStack runtime/debug.SetMaxThreads runtime/debug.SetPanicOnFault"},
	{"the mask of file modes", "syscall.Umask", "syscall.Umask os.Create os.OpenFile os.WriteFile os.Mkdir os.MkdirAll io/ioutil.WriteFile"},
}

// leafWriters and leafReaders are the states by function.
var leafWriters, leafReaders = func() (w, r map[string][]string) {
	w, r = make(map[string][]string), make(map[string][]string)
	for _, s := range leafStates {
		for _, name := range strings.Fields(s.writers) {
			w[name] = append(w[name], s.name)
		}
		for _, name := range strings.Fields(s.readers) {
			r[name] = append(r[name], s.name)
		}
	}
	return w, r
}()

// statesBehind are the states that a mention of an object outside the scope
// depends on.
func statesBehind(obj types.Object) []string {
	switch obj := obj.(type) {
	case *types.Func:
		return leafReaders[obj.Origin().FullName()]
	case *types.Var:
		return []string{leafName(obj)}
	}
	return nil
}

// noteLeafWrite notes a mention of an object outside the scope, at the end of
// the stack, that changes a state: of a function that does, or an assignment to
// a variable, or to what it holds.
func (b *builder) noteLeafWrite(obj types.Object, u use, stack []ast.Node) {
	var states []string
	switch obj := obj.(type) {
	case *types.Func:
		states = leafWriters[obj.Origin().FullName()]
		if obj.FullName() == "runtime.GOMAXPROCS" && b.onlyAsks(stack) {
			return
		}
	case *types.Var:
		if isAssigned(stack) {
			states = []string{leafName(obj)}
		}
	}
	for _, s := range states {
		b.leafWrites[s] = append(b.leafWrites[s], u)
	}
}

// onlyAsks reports whether the function at the end of the stack is called with
// the constant 0.
func (b *builder) onlyAsks(stack []ast.Node) bool {
	at := stack[:len(stack)-1]
	if _, ok := at[len(at)-1].(*ast.SelectorExpr); ok { // qualified by its package
		at = at[:len(at)-1]
	}
	call, ok := outside(at).(*ast.CallExpr)
	if !ok || len(call.Args) != 1 {
		return false
	}
	v := b.src.Info.Types[call.Args[0]].Value
	return v != nil && v.ExactString() == "0"
}

// isAssigned reports whether the variable at the end of the stack, or something
// that it holds, is assigned there, or its address taken.
func isAssigned(stack []ast.Node) bool {
	i := len(stack) - 1
	cur := stack[i]
	for i--; i >= 0; i-- {
		switch p := stack[i].(type) {
		case *ast.ParenExpr, *ast.SelectorExpr, *ast.StarExpr:
			cur = p
			continue
		case *ast.IndexExpr:
			if p.X != cur {
				return false
			}
			cur = p
			continue
		case *ast.TypeAssertExpr:
			cur = p
			continue
		case *ast.AssignStmt:
			return slices.ContainsFunc(p.Lhs, func(e ast.Expr) bool { return ast.Node(e) == cur })
		case *ast.RangeStmt:
			return p.Tok == token.ASSIGN && (ast.Node(p.Key) == cur || ast.Node(p.Value) == cur)
		case *ast.IncDecStmt:
			return true
		case *ast.UnaryExpr:
			return p.Op == token.AND
		}
		return false
	}
	return false
}

// noteLeafStates notes which nodes depend on a state that a package changes, and
// the first place that does. What test files change is of test variants alone.
func noteLeafStates(builders []*builder) {
	writers, testing := make(map[string]blame), make(map[string]blame)
	for _, b := range builders {
		for state, uses := range b.leafWrites {
			for _, u := range uses {
				to := writers
				if strings.HasSuffix(b.src.Fset.Position(u.pos).Filename, "_test.go") {
					to = testing
				}
				if _, known := to[state]; !known {
					to[state] = blame{b.src, u}
				}
			}
		}
	}
	for _, b := range builders {
		for _, n := range b.Nodes {
			for _, state := range n.states {
				w, ok := writers[state]
				if !ok && b.ID != b.Path {
					w, ok = testing[state]
				}
				if ok {
					n.notes = append(n.notes, n.place(w, "depends on "+state+", which "+w.use.in.FullName()+" changes"))
				}
			}
		}
	}
}
