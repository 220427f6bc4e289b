package identity

import (
	"go/types"
	"strconv"
	"strings"
)

// readingFunctions are functions outside the scope that neither write nor keep
// the slices and maps that they get, nor return parts of them. What they
// return, call or format is elements: that is why only arguments with
// immutable elements count as read. A name that
// ends in a dot is a package, whose functions are all such.
var readingFunctions = set(`
	strings. unicode. unicode/utf8.Valid unicode/utf8.RuneCount unicode/utf8.DecodeRune unicode/utf8.DecodeLastRune unicode/utf8.FullRune
	bytes.Compare bytes.Contains bytes.ContainsAny bytes.ContainsRune bytes.ContainsFunc bytes.Count bytes.Equal bytes.EqualFold
	bytes.HasPrefix bytes.HasSuffix bytes.Index bytes.IndexAny bytes.IndexByte bytes.IndexFunc bytes.IndexRune
	bytes.LastIndex bytes.LastIndexAny bytes.LastIndexByte bytes.LastIndexFunc bytes.Clone bytes.Join bytes.Repeat
	fmt.Sprint fmt.Sprintf fmt.Sprintln fmt.Print fmt.Printf fmt.Println fmt.Fprint fmt.Fprintf fmt.Fprintln
	errors.Is errors.Join log.Print log.Printf log.Println log.Fatal log.Fatalf log.Fatalln
	slices.All slices.Backward slices.Values slices.BinarySearch slices.BinarySearchFunc slices.Clone slices.Compare slices.CompareFunc
	slices.Concat slices.Contains slices.ContainsFunc slices.Equal slices.EqualFunc slices.Index slices.IndexFunc
	slices.IsSorted slices.IsSortedFunc slices.Max slices.MaxFunc slices.Min slices.MinFunc slices.Repeat
	maps.All maps.Keys maps.Values maps.Clone maps.Equal maps.EqualFunc
	sort.SearchInts sort.SearchStrings sort.SearchFloat64s sort.IntsAreSorted sort.StringsAreSorted sort.Float64sAreSorted sort.SliceIsSorted
	path.Join path/filepath.Join encoding/json.Marshal encoding/json.MarshalIndent encoding/json.Valid
	encoding/hex.EncodeToString encoding/hex.Dump crypto/sha256.Sum256 crypto/sha1.Sum crypto/md5.Sum crypto/sha512.Sum512
	hash/crc32.Checksum hash/crc32.ChecksumIEEE hash/crc32.Update hash/crc32.New hash/crc64.Checksum hash/crc64.Update hash/crc64.New
	crypto/subtle.ConstantTimeCompare crypto/hmac.Equal reflect.DeepEqual encoding/binary.Size bytes.ReplaceAll bytes.Replace
	bytes.ToUpper bytes.ToLower bytes.Title bytes.Runes
`)

// readingParameters are parameters, by their index, of functions outside the
// scope that neither write nor keep what they get, while others do.
var readingParameters = set(`
	bytes.TrimPrefix#1 bytes.TrimSuffix#1 bytes.CutPrefix#1 bytes.CutSuffix#1 bytes.Cut#1 bytes.Split#1 bytes.SplitN#1
	bytes.SplitAfter#1 bytes.SplitAfterN#1 encoding/binary.Write#2 encoding/binary.Append#2
`)

func set(names string) map[string]bool {
	m := make(map[string]bool)
	for _, name := range strings.Fields(names) {
		m[name] = true
	}
	return m
}

// readingMethods neither change nor hand out what their receivers hold. What a
// logger writes is no result.
var readingMethods = map[string]bool{
	"(*text/template.Template).Execute": true, "(*text/template.Template).ExecuteTemplate": true,
	"(*html/template.Template).Execute": true, "(*html/template.Template).ExecuteTemplate": true,
	"(*log.Logger).Print": true, "(*log.Logger).Printf": true, "(*log.Logger).Println": true,
	"(*log.Logger).Fatal": true, "(*log.Logger).Fatalf": true, "(*log.Logger).Fatalln": true,
	"(*log/slog.Logger).Debug": true, "(*log/slog.Logger).Info": true, "(*log/slog.Logger).Warn": true, "(*log/slog.Logger).Error": true,
	"(*log/slog.Logger).DebugContext": true, "(*log/slog.Logger).InfoContext": true,
	"(*log/slog.Logger).WarnContext": true, "(*log/slog.Logger).ErrorContext": true,
	"(*log/slog.Logger).Log": true, "(*log/slog.Logger).LogAttrs": true,
}

// leafReads reports whether a function outside the scope only reads its
// argument, if that is flat; -1 is the receiver.
func leafReads(fn *types.Func, arg int) bool {
	name := fn.FullName()
	if arg < 0 {
		return readingMethods[name]
	}
	if fn.Signature().Recv() != nil { // of a logger, which formats at once, or of a byte order
		return strings.HasPrefix(name, "(*log.Logger).") && readingMethods[name] ||
			strings.HasPrefix(name, "(encoding/binary.") && strings.Contains(name, "Endian).Uint")
	}
	return readingFunctions[name] || readingParameters[name+"#"+strconv.Itoa(arg)] || readingFunctions[PlainPath(fn.Pkg().Path())+"."]
}
