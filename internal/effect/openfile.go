package effect

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
)

// openFile says what a call of os.OpenFile does, which its flags decide: only
// what is opened to be read, and nothing else, has its content for its value, so that
// a key may have it.
func (w *walker) openFile(fn *types.Func, call *ast.CallExpr) (kind Kind, reads bool) {
	if len(call.Args) < 2 {
		return Files, false // OpenFile(f())
	}
	flags := w.Info.Types[call.Args[1]].Value
	if flags == nil {
		return Files, false // decided at run time
	}
	for _, name := range []string{"O_WRONLY", "O_RDWR", "O_APPEND", "O_CREATE", "O_TRUNC"} {
		if c, ok := fn.Pkg().Scope().Lookup(name).(*types.Const); ok && constant.Sign(constant.BinaryOp(flags, token.AND, c.Val())) != 0 {
			return WriteFiles, false
		}
	}
	return Files, true
}
