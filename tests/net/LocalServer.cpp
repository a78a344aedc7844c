#include "tests/net/LocalServer.h"

#include <QCoreApplication>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTimer>

#include <algorithm>
#include <cctype>
#include <chrono>
#include <optional>

namespace latentscape {

namespace {

constexpr std::chrono::milliseconds kUntilRead{300}; // the client reads in the same event loop

void needApplication() {
    static int count = 1;
    static char name[] = "test";
    static char* arguments[] = {name, nullptr};
    if (!QCoreApplication::instance()) {
        // Never destroyed: at the program's end Qt 6.8 takes its network apart first, and would touch it
        // then.
        static auto* application = new QCoreApplication(count, arguments);
        Q_UNUSED(application);
    }
}

// Names of fields in small letters, as some versions of Qt send them and others not.
std::string withSmallNames(std::string head) {
    for (std::size_t line = head.find('\n'); line != std::string::npos; line = head.find('\n', line + 1)) {
        const auto end = std::min(head.find(':', line), head.size());
        std::transform(head.begin() + static_cast<std::ptrdiff_t>(line),
                       head.begin() + static_cast<std::ptrdiff_t>(end),
                       head.begin() + static_cast<std::ptrdiff_t>(line),
                       [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
    }
    return head;
}

std::optional<std::string> field(const std::string& head, const std::string& name) {
    const auto start = head.find("\r\n" + name + ": ");
    if (start == std::string::npos) {
        return std::nullopt;
    }
    const auto value = start + name.size() + 4;
    return head.substr(value, head.find("\r\n", value) - value);
}

std::string statusLine(int status, const std::string& words) {
    return "HTTP/1.1 " + std::to_string(status) + ' ' + words + "\r\nConnection: close\r\n";
}

} // namespace

LocalServer::LocalServer() {
    needApplication();
    m_server = std::make_unique<QTcpServer>();
    m_server->listen(QHostAddress::LocalHost);
    QObject::connect(m_server.get(), &QTcpServer::newConnection, m_server.get(), [this] {
        QTcpSocket* socket = m_server->nextPendingConnection();
        QObject::connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
        QObject::connect(socket, &QTcpSocket::readyRead, socket, [this, socket] {
            const QByteArray head = socket->peek(1 << 16);
            if (head.contains("\r\n\r\n")) {
                socket->readAll();
                requests.push_back(withSmallNames(head.toStdString()));
                answer(*socket, requests.back());
            }
        });
    });
}

LocalServer::~LocalServer() = default;

std::string LocalServer::url() const {
    return "http://127.0.0.1:" + std::to_string(m_server->serverPort()) + '/';
}

void LocalServer::answer(QTcpSocket& socket, const std::string& head) {
    const std::string path = head.substr(5, head.find(' ', 5) - 5); // after "GET /"
    if (!manners.leadsTo.empty() && !manners.leadsTo.ends_with(path)) {
        send(socket, statusLine(302, "Found") + "Location: " + manners.leadsTo + "\r\nContent-Length: 0\r\n",
             {});
        return;
    }
    const auto file = m_files.find(path);
    if (file == m_files.end() || (manners.status != 200 && manners.refusals-- > 0)) {
        const int status = file == m_files.end() ? 404 : manners.status;
        send(socket,
             statusLine(status, status == 404 ? "Not Found" : "Out of Order") + "Content-Length: 4\r\n",
             "Sad\n");
        return;
    }
    const std::string& content = file->second;
    const auto range = field(head, "range");
    const auto tag = field(head, "if-range");
    if (!range || !manners.knowsRanges || (tag && *tag != manners.tag)) {
        send(socket,
             statusLine(200, "OK") + "ETag: " + manners.tag +
                 "\r\nContent-Length: " + std::to_string(content.size()) + "\r\n",
             content);
        return;
    }
    const auto first = std::min<std::int64_t>(std::stoll(range->substr(6)) + manners.shift, // "bytes=12-"
                                              static_cast<std::int64_t>(content.size()));
    send(socket,
         statusLine(206, "Partial Content") + "Content-Range: bytes " + std::to_string(first) + '-' +
             std::to_string(content.size() - 1) + '/' + std::to_string(content.size()) +
             "\r\nContent-Length: " + std::to_string(static_cast<std::int64_t>(content.size()) - first) +
             "\r\n",
         content.substr(static_cast<std::size_t>(first)));
}

void LocalServer::send(QTcpSocket& socket, const std::string& head, const std::string& content) {
    const bool breaks = !content.empty() && manners.length >= 0 && manners.breaks-- > 0;
    socket.write(QByteArray::fromStdString(head + "\r\n"));
    socket.write(QByteArray::fromStdString(
        breaks ? content.substr(0, static_cast<std::size_t>(manners.length)) : content));
    if (!breaks) {
        socket.disconnectFromHost(); // once all is sent
    } else if (!manners.breaksSilently) {
        // Qt asks again by itself, for all of it, when a connection is gone before it has read any of the
        // answer.
        QTimer::singleShot(kUntilRead, &socket, [&socket] { socket.disconnectFromHost(); });
    }
}

} // namespace latentscape
