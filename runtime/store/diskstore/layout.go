package diskstore

import (
	"encoding/hex"
	"path/filepath"
	"strings"

	"github.com/zeebo/blake3"

	"github.com/gocheckpoint/checkpoint/runtime/store"
)

const (
	formatFolder = "v1"
	maxReadable  = 40 // bytes of a function's name in its folder's name
	tempPrefix   = ".tmp-"
	lockFile     = "locks" // beside formatFolder: it isn't the entries', and outlives them
)

// path returns where the entry of k is. It depends on nothing but k, and every
// part of it is made of letters, digits, '_' and '-': no name leads out of the
// store's directory.
func (s *Store) path(k store.Key) string {
	call := hex.EncodeToString(k.Call[:])
	const sep = string(filepath.Separator)
	return s.functionPath(k.Function) + sep +
		hex.EncodeToString(k.Identity[:]) + sep + call[:2] + sep + call[2:]
}

// functionPath returns the folder of all that is kept of a function.
func (s *Store) functionPath(function string) string {
	const sep = string(filepath.Separator)
	return s.dir + sep + formatFolder + sep + functionFolder(function)
}

// functionFolder returns the folder's name for a function: for people, what
// follows the last slash of its id, as far as it consists of ASCII letters,
// digits and '_'; for injectivity, half of the BLAKE3 hash of the id. There are
// no dots, since "con.x" and a trailing dot are special on Windows.
func functionFolder(function string) string {
	sum := blake3.Sum256([]byte(function))
	readable := function[strings.LastIndexByte(function, '/')+1:]
	name := make([]byte, 0, maxReadable+1+len(sum))
	for i := 0; i < len(readable) && len(name) < maxReadable; i++ {
		switch c := readable[i]; {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', c == '_':
			name = append(name, c)
		case len(name) > 0 && name[len(name)-1] != '-':
			name = append(name, '-')
		}
	}
	if len(name) > 0 && name[len(name)-1] != '-' {
		name = append(name, '-')
	}
	return string(hex.AppendEncode(name, sum[:len(sum)/2]))
}
