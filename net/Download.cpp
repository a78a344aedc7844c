#include "net/Download.h"

#include "core/tensor/Error.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QEventLoop>
#include <QFile>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QSslSocket>
#include <QTimer>

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <sys/file.h>
#include <unistd.h>

namespace latentscape {

namespace fs = std::filesystem;

namespace {

constexpr qint64 kBlock = 1 << 20;
constexpr int kMostRedirections = 5;

// The network classes want an application, which the command line has not.
std::unique_ptr<QCoreApplication> makeApplicationIfThereIsNone() {
    if (QCoreApplication::instance()) {
        return nullptr;
    }
    static int count = 1;
    static char name[] = "latentscape";
    static char* arguments[] = {name, nullptr};
    return std::make_unique<QCoreApplication>(count, arguments);
}

void waitUnlessStopped(std::chrono::milliseconds pause, std::stop_token stop) {
    std::mutex mutex;
    std::unique_lock lock(mutex);
    std::condition_variable_any never;
    never.wait_for(lock, std::move(stop), pause, [] { return false; });
}

QString pathOf(const fs::path& file) {
    return QString::fromStdString(file.string());
}

class Transfer {
public:
    Transfer(const std::string& url, const PublishedFile& published, const fs::path& folder,
             const LoadWatch& watch, const DownloadOptions& options)
        : m_url(QString::fromStdString(url))
        , m_published(published)
        , m_target(folder / published.name)
        , m_tag(pathOf(m_target) + ".part.tag")
        , m_part(pathOf(m_target) + ".part")
        , m_watch(watch)
        , m_options(options) {}

    void run() {
        open();
        fetch();
        if (!hasRightChecksum()) { // perhaps of parts that don't belong together
            const bool ofOnePiece = !m_resumed;
            startOver();
            if (ofOnePiece) {
                failOnChecksum();
            }
            fetch();
            if (!hasRightChecksum()) {
                startOver();
                failOnChecksum();
            }
        }
        putInPlace();
    }

private:
    void open() {
        // Not by AtomicFile: what has arrived must outlive this program.
        if (!m_part.open(QIODevice::ReadWrite)) {
            failOnDisk("cannot be written");
        }
        if (flock(m_part.handle(), LOCK_EX | LOCK_NB) != 0) {
            throw Error(ErrorKind::Io,
                        m_part.fileName().toStdString() +
                            ": another Latentscape is fetching this file. Let it end, or end it.");
        }
        m_resumed = m_part.size() > 0;
    }

    void fetch() {
        qint64 furthest = m_part.size();
        int left = m_options.attempts;
        std::chrono::milliseconds pause = m_options.pause;
        while (const auto problem = attempt()) {
            throwIfStopped();
            if (m_part.size() > furthest) {
                furthest = m_part.size();
                left = m_options.attempts;
                pause = m_options.pause;
            }
            if (--left == 0) {
                throw Error(
                    ErrorKind::Io,
                    m_url.toString().toStdString() + ": " + *problem +
                        ". Check the connection to the network and try again; what has arrived is kept "
                        "and need not be fetched again.");
            }
            waitUnlessStopped(pause, m_watch.stop);
            throwIfStopped();
            pause *= 2;
        }
    }

    // What went wrong, if that may be better the next time; throws if it won't.
    std::optional<std::string> attempt() {
        if (m_part.size() > m_published.bytes) {
            startOver();
        }
        if (m_part.size() == m_published.bytes) {
            return std::nullopt;
        }
        m_part.seek(m_part.size());
        m_accepted = false;
        m_refusal.clear();
        m_diskFailed = false;
        QNetworkAccessManager manager;
        const std::unique_ptr<QNetworkReply> reply(manager.get(makeRequest()));
        reply->setReadBufferSize(kBlock);
        QEventLoop loop;
        QObject::connect(reply.get(), &QNetworkReply::readyRead, &loop, [&] { take(*reply); });
        QObject::connect(reply.get(), &QNetworkReply::finished, &loop, [&] {
            take(*reply);
            loop.quit();
        });
        {
            const std::stop_callback onStop(m_watch.stop, [&] {
                QMetaObject::invokeMethod(
                    &loop, [&] { reply->abort(); }, Qt::QueuedConnection);
            });
            if (!reply->isFinished()) {
                loop.exec();
            }
        }
        m_part.flush();
        if (m_diskFailed) {
            failOnDisk("cannot be written");
        }
        return judge(*reply);
    }

    QNetworkRequest makeRequest() const {
        QNetworkRequest request(m_url);
        request.setAttribute(QNetworkRequest::RedirectPolicyAttribute,
                             QNetworkRequest::NoLessSafeRedirectPolicy);
        request.setMaximumRedirectsAllowed(kMostRedirections);
        request.setTransferTimeout(static_cast<int>(m_options.silence.count()));
        request.setHeader(QNetworkRequest::UserAgentHeader, "latentscape/" LATENTSCAPE_VERSION);
        request.setRawHeader("Accept-Encoding", "identity"); // the file as it is published
        if (m_part.size() > 0) {
            request.setRawHeader("Range", "bytes=" + QByteArray::number(m_part.size()) + '-');
            QFile tag(m_tag);
            if (tag.open(QIODevice::ReadOnly)) {
                request.setRawHeader("If-Range", tag.read(1024));
            }
        }
        return request;
    }

    // What has come so far. It may be the words of a refusal, which are of no use.
    void take(QNetworkReply& reply) {
        if (!m_accepted && m_refusal.empty()) {
            accept(reply);
        }
        while (m_accepted && !m_diskFailed && reply.bytesAvailable() > 0) {
            const QByteArray block = reply.read(kBlock);
            if (m_part.pos() + block.size() > m_published.bytes) {
                m_accepted = false;
                m_refusal = "the server sends more than the " + std::to_string(m_published.bytes) +
                            " bytes that the file has";
                m_part.resize(0);
            } else if (m_part.write(block) != block.size() || !m_part.flush()) {
                m_diskFailed = true;
            } else if (m_watch.progress) {
                m_watch.progress(m_target,
                                 static_cast<double>(m_part.pos()) / static_cast<double>(m_published.bytes));
            }
        }
        if (!reply.isFinished() && (m_diskFailed || !m_refusal.empty())) {
            reply.abort();
        }
    }

    // Whether these bytes go on where the part ends, or start the file anew, or are none of it.
    void accept(QNetworkReply& reply) {
        const int status = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
        if (status == 206) {
            const QByteArray expected = "bytes " + QByteArray::number(m_part.size()) + '-';
            if (!reply.rawHeader("Content-Range").startsWith(expected)) {
                m_refusal = "the server sends another part of the file than it was asked for";
                startOver();
                return;
            }
            m_resumed = m_resumed || m_part.size() > 0;
        } else if (status == 200) {
            startOver();
            keepTag(reply);
        } else {
            return;
        }
        m_accepted = true;
    }

    // By which the server recognises the same file when the rest of it is asked for (RFC 9110, 13.1.5).
    void keepTag(const QNetworkReply& reply) const {
        QByteArray words = reply.rawHeader("ETag");
        if (words.isEmpty() || words.startsWith("W/")) {
            words = reply.rawHeader("Last-Modified");
        }
        QFile tag(m_tag);
        if (words.isEmpty() || !tag.open(QIODevice::WriteOnly)) {
            tag.remove();
        } else {
            tag.write(words);
        }
    }

    std::optional<std::string> judge(QNetworkReply& reply) {
        const int status = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
        if (!m_refusal.empty()) {
            return m_refusal;
        }
        if (status == 416) { // no such range
            startOver();
            return "the server does not have the rest of the file";
        }
        if (status >= 400 && status < 500 && status != 408 && status != 429) {
            throw Error(
                ErrorKind::Io,
                m_url.toString().toStdString() + ": the server answers " + std::to_string(status) + ' ' +
                    reply.attribute(QNetworkRequest::HttpReasonPhraseAttribute).toString().toStdString() +
                    ". The file has moved or is closed to the public: fetch the data set by hand and open "
                    "its folder, or look for a newer Latentscape.");
        }
        if (reply.error() == QNetworkReply::InsecureRedirectError) {
            throw Error(ErrorKind::Io,
                        m_url.toString().toStdString() +
                            ": the server leads to an address without encryption, which was not "
                            "followed. Fetch the data set by hand and open its folder.");
        }
        if (m_part.size() == m_published.bytes) {
            return std::nullopt;
        }
        if (reply.error() == QNetworkReply::OperationCanceledError) {
            return "the server has been silent for " + std::to_string(m_options.silence.count() / 1000) +
                   " seconds";
        }
        return reply.error() == QNetworkReply::NoError ? "the server ended before the file did"
                                                       : reply.errorString().toStdString();
    }

    bool hasRightChecksum() {
        QCryptographicHash hash(QCryptographicHash::Sha256);
        m_part.seek(0);
        while (!m_part.atEnd()) {
            throwIfStopped();
            const QByteArray block = m_part.read(kBlock);
            if (block.isEmpty()) {
                failOnDisk("cannot be read");
            }
            hash.addData(block);
        }
        m_checksum = hash.result().toHex().toStdString();
        return m_checksum == m_published.sha256;
    }

    [[noreturn]] void failOnChecksum() const {
        throw Error(
            ErrorKind::Input,
            m_url.toString().toStdString() + ": what the server sent has the SHA-256 sum " + m_checksum +
                ", expected " + m_published.sha256 +
                "; it was thrown away. Try again later; if it stays so, the file was changed at its home.");
    }

    void putInPlace() {
        std::error_code error;
        if (fsync(m_part.handle()) != 0) {
            error = {errno, std::generic_category()};
        } else {
            fs::rename(m_part.fileName().toStdString(), m_target, error);
        }
        if (error) {
            throw Error(ErrorKind::Io, m_target.string() + ": cannot be put in place: " + error.message() +
                                           ". Make room, or make the folder writable, and try again.");
        }
        QFile::remove(m_tag);
    }

    void startOver() {
        m_part.resize(0);
        m_part.seek(0);
        m_resumed = false;
        QFile::remove(m_tag);
    }

    [[noreturn]] void failOnDisk(const std::string& what) const {
        throw Error(ErrorKind::Io,
                    m_part.fileName().toStdString() + ": " + what + ": " +
                        m_part.errorString().toStdString() +
                        ". Make room on the disk, or make the folder writable, and try again; what "
                        "has arrived is kept.");
    }

    void throwIfStopped() const {
        if (m_watch.stop.stop_requested()) {
            throw Error(ErrorKind::Cancelled, m_target.string() +
                                                  ": the download was cancelled; what has arrived "
                                                  "is kept.");
        }
    }

    const QUrl m_url;
    const PublishedFile& m_published;
    const fs::path m_target;
    const QString m_tag;
    QFile m_part;
    const LoadWatch& m_watch;
    const DownloadOptions& m_options;
    bool m_resumed = false;  // the part is of more than one answer
    bool m_accepted = false; // this answer's bytes belong to the file
    bool m_diskFailed = false;
    std::string m_refusal; // why this answer's don't
    std::string m_checksum;
};

} // namespace

void download(const std::string& url, const PublishedFile& published, const fs::path& folder,
              const LoadWatch& watch, const DownloadOptions& options) {
    const auto application = makeApplicationIfThereIsNone();
    if (url.starts_with("https:") && !QSslSocket::supportsSsl()) {
        throw Error(ErrorKind::Io, url + ": Qt finds no TLS library. Install it: apt-get install libssl3");
    }
    Transfer(url, published, folder, watch, options).run();
}

} // namespace latentscape
