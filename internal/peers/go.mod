module github.com/gocheckpoint/checkpoint/internal/peers

go 1.26.0

require (
	github.com/gocheckpoint/checkpoint v0.0.0
	github.com/gohugoio/hashstructure v1.1.0
	github.com/maypok86/otter/v2 v2.4.0
	github.com/mitchellh/hashstructure/v2 v2.0.2
	github.com/patrickmn/go-cache v2.1.0+incompatible
	github.com/zeebo/blake3 v0.2.4
	golang.org/x/sync v0.24.0
	gonum.org/v1/gonum v0.17.0
	google.golang.org/protobuf v1.36.12
	tailscale.com v1.94.2
)

require (
	github.com/BurntSushi/toml v1.6.0 // indirect
	github.com/go-json-experiment/json v0.0.0-20250813024750-ebf49471dced // indirect
	github.com/klauspost/cpuid/v2 v2.0.12 // indirect
	go4.org/mem v0.0.0-20240501181205-ae6ca9944745 // indirect
	golang.org/x/exp v0.0.0-20250620022241-b7579e27df2b // indirect
	golang.org/x/sys v0.49.0 // indirect
)

replace github.com/gocheckpoint/checkpoint => ../..
