// An HTTP server on 127.0.0.1 for tests, which behaves, or misbehaves, as it is told. It answers while an
// event loop runs on the thread that made it: download() runs one itself, and so does a window.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

class QTcpServer;
class QTcpSocket;

namespace latentscape {

class LocalServer {
public:
    struct Manners {
        int status = 200; // else a refusal, so many times:
        int refusals = 1'000'000;
        std::int64_t length = -1; // of an answer's body, after which the connection breaks, so many times:
        int breaks = 0;
        bool breaksSilently = false; // says nothing more instead of closing
        bool knowsRanges = true;
        std::int64_t shift = 0; // of the range that is sent from the one that was asked for
        std::string tag = "\"first\"";
        std::string leadsTo; // another address, for every file but that
    };

    LocalServer();
    ~LocalServer();
    LocalServer(const LocalServer&) = delete;
    LocalServer& operator=(const LocalServer&) = delete;

    std::string url() const; // ends with "/"
    void put(const std::string& name, const std::string& content) { m_files[name] = content; }

    Manners manners;
    std::vector<std::string> requests; // their heads, in order, names of fields in small letters

private:
    void answer(QTcpSocket& socket, const std::string& head);
    void send(QTcpSocket& socket, const std::string& head, const std::string& content);

    std::unique_ptr<QTcpServer> m_server;
    std::map<std::string, std::string> m_files;
};

} // namespace latentscape
