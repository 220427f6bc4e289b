package objecthash

import (
	"reflect"
	"strings"
)

const (
	lockReason    = "locks and other sync values have no content"
	fileReason    = "an open file, process or other handle of the system is not its content"
	netReason     = "a connection or its configuration is not a value"
	streamReason  = "a stream is where it stands in something that other code reads or writes as well"
	iterReason    = "an iterator is code and a position"
	contextReason = "a context holds deadlines and request values; pass what matters as an argument"
	clockReason   = "a timer is a channel and a moment of this process"
	dbReason      = "a database handle is not the data behind it"
	logReason     = "a logger is a handle, not a value"
	testReason    = "the state of a running test is not a value"
	seedReason    = "its seed differs in every process"
	reflectReason = "a handle into this process is not a value"
	protoReason   = "the fields of a protobuf message are not its value; hash what proto.MarshalOptions{Deterministic: true} gives, by a HashBy option or in the HashCheckpoint method of a type that wraps it"
)

// refusedTypes is keyed by package path; a name of "" stands for all types of the package.
var refusedTypes = map[string]map[string]string{
	"sync":          {"": lockReason},
	"internal/sync": {"": lockReason},
	"internal/poll": {"": fileReason},
	"os":            names(fileReason, "File", "Process", "ProcessState", "Root", "file", "root"),
	"os/exec":       names(fileReason, "Cmd"),
	"plugin":        names(fileReason, "Plugin"),
	"net": names(netReason, "conn", "netFD", "pipe", "TCPConn", "UDPConn", "IPConn", "UnixConn", "TCPListener", "UnixListener",
		"Dialer", "ListenConfig", "Resolver"),
	"net/http":            names(netReason, "Client", "Transport", "Request", "Response", "Server", "ServeMux", "ResponseController", "response", "body"),
	"net/rpc":             names(netReason, "Client", "Server"),
	"net/smtp":            names(netReason, "Client"),
	"net/textproto":       names(netReason, "Conn", "Reader", "Writer", "Pipeline"),
	"crypto/tls":          names(netReason, "Conn", "Config", "Dialer", "QUICConn"),
	"bufio":               names(streamReason, "Reader", "Writer", "ReadWriter", "Scanner"),
	"io":                  names(streamReason, "PipeReader", "PipeWriter", "LimitedReader", "SectionReader", "OffsetWriter", "pipe", "teeReader", "multiReader", "multiWriter", "nopCloser", "nopCloserWriterTo"),
	"archive/tar":         names(streamReason, "Reader", "Writer"),
	"archive/zip":         names(streamReason, "Reader", "ReadCloser", "Writer"),
	"compress/bzip2":      names(streamReason, "reader"),
	"compress/flate":      names(streamReason, "Writer", "decompressor"),
	"compress/gzip":       names(streamReason, "Reader", "Writer"),
	"compress/lzw":        names(streamReason, "Reader", "Writer"),
	"compress/zlib":       names(streamReason, "Writer", "reader"),
	"encoding/csv":        names(streamReason, "Reader", "Writer"),
	"encoding/gob":        names(streamReason, "Decoder", "Encoder"),
	"encoding/json":       names(streamReason, "Decoder", "Encoder"),
	"encoding/xml":        names(streamReason, "Decoder", "Encoder"),
	"mime/multipart":      names(streamReason, "Reader", "Writer", "Part"),
	"text/scanner":        names(streamReason, "Scanner"),
	"text/tabwriter":      names(streamReason, "Writer"),
	"iter":                {"": iterReason},
	"context":             {"": contextReason},
	"time":                names(clockReason, "Timer", "Ticker"),
	"database/sql":        names(dbReason, "DB", "Tx", "Stmt", "Conn", "Row", "Rows"),
	"database/sql/driver": names(dbReason, "Conn", "Stmt", "Tx", "Rows"),
	"log":                 names(logReason, "Logger"),
	"log/slog":            names(logReason, "Logger", "TextHandler", "JSONHandler", "MultiHandler"),
	"testing":             names(testReason, "T", "B", "F", "M", "PB", "common"),
	"hash/maphash":        names(seedReason, "Hash", "Seed"),
	"reflect":             names(reflectReason, "Value", "MapIter"),
	"runtime":             names(reflectReason, "Pinner", "Func", "Frames", "Cleanup"),
	"weak":                names(reflectReason, "Pointer"),
}

func names(reason string, list ...string) map[string]string {
	m := make(map[string]string, len(list))
	for _, n := range list {
		m[n] = reason
	}
	return m
}

// RefusedType reports whether the declared type is one of those of the standard library
// that are never hashed, because a hash of their fields would not mean what a reader
// expects, and why. Type arguments in name are ignored. The analyzer and the codec use
// the same table. It is safe for concurrent use.
func RefusedType(pkgPath, name string) (reason string, refused bool) {
	types, ok := refusedTypes[pkgPath]
	if !ok || name == "" {
		return "", false
	}
	if reason, ok := types[""]; ok {
		return reason, true
	}
	if i := strings.IndexByte(name, '['); i >= 0 {
		name = name[:i]
	}
	reason, refused = types[name]
	return reason, refused
}

// refusedEncoder is that of types of which no value can be hashed: an error, or with
// Options.Tolerant the type, and for channels and functions whether the value is nil.
func refusedEncoder(t reflect.Type, reason string) encoder {
	sum := TypeSum(t)
	k := t.Kind()
	nilable := k == reflect.Chan || k == reflect.Func || k == reflect.UnsafePointer
	return func(h *Hasher, p unsafePointer) error {
		if !h.opt.Tolerant {
			return unhashable(t, reason)
		}
		if nilable && *(*unsafePointer)(p) == nil {
			h.tag(tagNil)
			return nil
		}
		h.tag(tagOpaque)
		h.raw(sum[:])
		return nil
	}
}
