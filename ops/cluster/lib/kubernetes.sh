# shellcheck shell=bash
# Kubernetes' server programs, compiled from Debian's source package. Debian ships the source whole, but of its programs only kubectl.

readonly kubernetes_source='1.20.5+really1.20.2-1.1+deb12u1'
readonly kubernetes_version=v1.20.2
readonly kubernetes_programs=(kube-apiserver kube-controller-manager kube-scheduler kubelet kube-proxy)

# Cached by what decides the bytes: compiler, source, and the steps below.
kubernetes_folder() {
    local key
    key=$({ apt-cache policy "${builders[@]}" | sed -n 's/^  Candidate: //p'; declare -f fetch_source generate_openapi compile_kubernetes; } | sha256sum | cut -c1-12)
    printf '%s' "$cache/kubernetes-$kubernetes_version-$key"
}

provide_kubernetes() {
    kubernetes=$(kubernetes_folder)
    if [[ -d $kubernetes ]] && (cd "$kubernetes" && sha256sum --quiet --check SHA256SUMS) >/dev/null 2>&1; then
        return
    fi
    say "Compiling Kubernetes ${kubernetes_version#v} (some minutes, once)"
    install_missing dpkg-dev
    local toolchain tree=$cache/build/gopath/src/k8s.io/kubernetes
    toolchain=$(unpack builders "${builders[@]}") || exit 1
    (
        export GOROOT=$toolchain/usr/lib/go-1.19 GOPATH=$cache/build/gopath GOCACHE=$cache/build/gocache GOTMPDIR=$cache/build
        export GOPROXY=off GO111MODULE=off CGO_ENABLED=0 GOFLAGS='' GOENV=off
        PATH=$GOROOT/bin:$PATH
        fetch_source "$tree" "$toolchain"
        cd "$tree"
        generate_openapi
        compile_kubernetes "$cache/build/programs"
    ) || exit 1
    rm -rf "$kubernetes" && mv "$cache/build/programs" "$kubernetes" && rm -rf "$cache/build"
    say "Kubernetes ${kubernetes_version#v} is compiled"
}

fetch_source() { # <folder> <toolchain>
    [[ ! -f $1/.ready ]] || return 0
    local sources=$cache/build/sources
    rm -rf "$1" "$sources" && mkdir -p "${1%/*}" "$sources/lists" "$sources/cache"
    # The system's own package sources, asked for source packages too; in lists of our own, so that the system's stay as they are.
    cat /etc/apt/sources.list.d/*.sources 2>/dev/null | sed 's/^Types:.*/Types: deb-src/' >"$sources/all.sources"
    cat /etc/apt/sources.list /etc/apt/sources.list.d/*.list 2>/dev/null | sed -n 's/^deb /deb-src /p' >"$sources/all.list"
    cp "$sources/all.sources" "$sources/all.list" "$sources/lists/"
    local options=(-o "Dir::Etc::sourceparts=$sources/lists" -o Dir::Etc::sourcelist=/dev/null -o "Dir::State::lists=$sources/cache")
    {
        apt "${options[@]}" update
        cd "$sources" && apt "${options[@]}" source --download-only "kubernetes=$kubernetes_source"
        dpkg-source --no-check --extract kubernetes_*.dsc "$1"
    } >"$logs/source.log" 2>&1 || fail_with_log source "The source of Kubernetes $kubernetes_source cannot be fetched."
    # Its reflect2 1.0.1 does not run when compiled by Go 1.18 or later; Debian's own package of it does.
    rm -rf "$1/vendor/github.com/modern-go/reflect2"
    cp -rL "$2/usr/share/gocode/src/github.com/modern-go/reflect2" "$1/vendor/github.com/modern-go/reflect2"
    touch "$1/.ready"
    say "Source of Kubernetes is here"
}

# The only generated file that the package leaves out and the programs need: types of the API for server-side apply.
generate_openapi() {
    [[ ! -s pkg/generated/openapi/zz_generated.openapi.go ]] || return 0
    local inputs
    go build -o "$cache/build/openapi-gen" ./vendor/k8s.io/kube-openapi/cmd/openapi-gen >"$logs/compile.log" 2>&1 ||
        fail_with_log compile "openapi-gen does not compile."
    inputs=$(find cmd pkg plugin vendor/k8s.io/ -follow -name '*.go' -print0 | xargs -0 grep -l '+k8s:openapi-gen=' |
        grep -vE '^vendor/k8s.io/(code-generator|sample-apiserver)/|/zz_generated' | xargs -n1 dirname | LC_ALL=C sort -u |
        sed 's#^#k8s.io/kubernetes/#' | paste -sd,)
    "$cache/build/openapi-gen" --logtostderr -i "$inputs" -p k8s.io/kubernetes/pkg/generated/openapi -O zz_generated.openapi \
        -h vendor/k8s.io/code-generator/hack/boilerplate.go.txt -r "$cache/build/violations" >"$logs/compile.log" 2>&1 ||
        fail_with_log compile "openapi-gen failed."
    say "Types of the API are generated"
}

compile_kubernetes() { # <folder>
    local package flags=''
    for package in client-go/pkg/version component-base/version; do
        package=k8s.io/kubernetes/vendor/k8s.io/$package
        flags+=" -X $package.gitVersion=$kubernetes_version -X $package.gitMajor=1 -X $package.gitMinor=20 -X $package.gitTreeState=clean"
    done
    rm -rf "$1" && mkdir -p "$1"
    # Without the clouds' providers: half of the compile, and nothing here talks to a cloud.
    go build -trimpath -tags providerless -ldflags "-s -w $flags" -o "$1/" "${kubernetes_programs[@]/#/./cmd/}" >"$logs/compile.log" 2>&1 ||
        fail_with_log compile "Kubernetes does not compile."
    (cd "$1" && sha256sum "${kubernetes_programs[@]}" >SHA256SUMS)
}
