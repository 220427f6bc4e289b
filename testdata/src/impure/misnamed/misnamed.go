// Package misnamed is checked with flags that misspell names.
package misnamed // want `^impure.pure names the unknown function github.com/gocheckpoint/checkpoint/testdata/src/impure/misnamed.loda, did you mean github.com/gocheckpoint/checkpoint/testdata/src/impure/misnamed.load$` `^impure.pure names the unknown function github.com/gocheckpoint/checkpoint/testdata/src/impure/misnamed.table.put$`

import (
	"io"      // want `^impure.pure names the unknown function io.ReadWriter.Read, did you mean io.Reader.Read$`
	"os"      // want `^impure.pure names the unknown function \(os.File\).Write, did you mean \(\*os.File\).Write$` `^impure.pure names os.Args, which is no function$` `^impure.pure names the unknown function os.Get\*$`
	"strings" // want `^impure.impure names the unknown function strings.ToUper, did you mean strings.ToUpper$`
	"time"    // want `^impure.pure names the unknown function time.Noww, did you mean time.Now$` `^impure.pure names the unknown function time.now, did you mean time.Now$`

	"golang.org/x/mod/modfile" // want `^impure.pure names the unknown function golang.org/x/mod/modfile.Pars, did you mean golang.org/x/mod/modfile.Parse$`

	"github.com/gocheckpoint/checkpoint/testdata/src/impure/misnamed/lib" // which tells of itself
)

type table[T any] struct{ value T }

func (t *table[T]) get() T { return t.value }

func load(f *os.File, r io.ReadWriter) string {
	return strings.ToUpper(time.Now().String()) + modfile.ModulePath(nil) + new(table[string]).get() + lib.Stamp()
}
