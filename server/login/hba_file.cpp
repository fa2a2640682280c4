#include "server/login/hba_file.hpp"

#include "server/net/files.hpp"

#include <stdexcept>
#include <utility>

#include <fmt/format.h>

namespace redstart::server {
namespace {

std::shared_ptr<const HbaRules> load(const std::string& path) {
    const std::string text = read_file(path);
    try {
        return std::make_shared<const HbaRules>(HbaRules::parse(text));
    } catch (const HbaError& error) { throw std::runtime_error(fmt::format("{}: {}", path, error.what())); }
}

} // namespace

HbaFile::HbaFile(std::string path, bool has_ca) : path_(std::move(path)), has_ca_(has_ca) { reload(); }

void HbaFile::reload() {
    auto rules = load(path_);
    if (!has_ca_ && rules->uses(AuthMethod::Cert))
        throw std::runtime_error(fmt::format("{}: the method cert needs --tls-ca", path_));
    const MutexLock lock(mutex_);
    rules_ = std::move(rules);
}

std::shared_ptr<const HbaRules> HbaFile::current() const {
    const MutexLock lock(mutex_);
    return rules_;
}

} // namespace redstart::server
