// Package sentinel lists the errors of the standard library that programs compare
// with errors.Is. Most are pointers: their texts don't identify them.
package sentinel

import (
	"bufio"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"strconv"
)

// Standard makes a map of the sentinels by the import paths and names of their variables.
// Those of packages that not every program has are not among them. It is safe for
// concurrent use.
func Standard() map[string]error {
	return map[string]error{
		"bufio.ErrBufferFull":      bufio.ErrBufferFull,
		"bufio.ErrNegativeCount":   bufio.ErrNegativeCount,
		"bufio.ErrTooLong":         bufio.ErrTooLong,
		"context.Canceled":         context.Canceled,
		"context.DeadlineExceeded": context.DeadlineExceeded,
		"errors.ErrUnsupported":    errors.ErrUnsupported,
		"io.EOF":                   io.EOF,
		"io.ErrClosedPipe":         io.ErrClosedPipe,
		"io.ErrNoProgress":         io.ErrNoProgress,
		"io.ErrShortBuffer":        io.ErrShortBuffer,
		"io.ErrShortWrite":         io.ErrShortWrite,
		"io.ErrUnexpectedEOF":      io.ErrUnexpectedEOF,
		"io/fs.ErrClosed":          fs.ErrClosed,
		"io/fs.ErrExist":           fs.ErrExist,
		"io/fs.ErrInvalid":         fs.ErrInvalid,
		"io/fs.ErrNotExist":        fs.ErrNotExist,
		"io/fs.ErrPermission":      fs.ErrPermission,
		"io/fs.SkipAll":            fs.SkipAll,
		"io/fs.SkipDir":            fs.SkipDir,
		"os.ErrDeadlineExceeded":   os.ErrDeadlineExceeded,
		"os.ErrNoDeadline":         os.ErrNoDeadline,
		"os.ErrProcessDone":        os.ErrProcessDone,
		"strconv.ErrRange":         strconv.ErrRange,
		"strconv.ErrSyntax":        strconv.ErrSyntax,
	}
}
